package io.raftelection.microraft.testing;

import io.microraft.RaftEndpoint;
import io.raftelection.ServerId;

/**
 * A server as MicroRaft names it.
 *
 * @param server which one
 * @param life how often it was taken out of the cluster before: to MicroRaft it is another one each time, or it would
 *     find in the log that it is out, and end
 */
record Endpoint(ServerId server, int life) implements RaftEndpoint {

    /** Of a server that was never taken out. */
    Endpoint(ServerId server) {
        this(server, 0);
    }

    @Override
    public Object getId() {
        return server.value();
    }

    static ServerId server(RaftEndpoint endpoint) {
        return ((Endpoint) endpoint).server();
    }
}
