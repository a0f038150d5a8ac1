package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.raftelection.ServerId;

/** A server as MicroRaft names it. */
record Endpoint(ServerId server) implements RaftEndpoint {

    @Override
    public Object getId() {
        return server.value();
    }

    static ServerId server(RaftEndpoint endpoint) {
        return ((Endpoint) endpoint).server();
    }
}
