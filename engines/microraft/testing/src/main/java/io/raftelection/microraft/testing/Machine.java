package io.raftelection.microraft.testing;

/** What one server is and runs on, from its first start on: its name, its disk, its share of the cluster's thread. */
record Machine(Endpoint endpoint, MemoryStore disk, Lane lane) {

    /** With an empty disk. */
    Machine(Endpoint endpoint, EventLoop loop) {
        this(endpoint, new MemoryStore(), new Lane(loop));
    }

    /** What the same server is and runs on after it was taken out of the cluster. */
    Machine another(EventLoop loop) {
        return new Machine(new Endpoint(endpoint.server(), endpoint.life() + 1), loop);
    }
}
