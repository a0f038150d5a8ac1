package io.raftelection.microraft.testing;

import io.microraft.RaftEndpoint;
import io.raftelection.ServerId;

/**
 * A server as MicroRaft names it.
 *
 * @param server the server
 * @param life how often it was removed from the cluster before. MicroRaft sees another endpoint each time; otherwise
 *     the server would find its own removal in the log and end
 */
record Endpoint(ServerId server, int life) implements RaftEndpoint {

    /** Creates the endpoint of a server that was never removed. */
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
