package io.raftelection.microraft.testing;

/** What outlives a server's restarts: its name, its disk, its share of the cluster's thread. */
record PersistentServer(Endpoint endpoint, MemoryStore disk, PausableExecutor executor) {

    /** With an empty disk. */
    PersistentServer(Endpoint endpoint, EventLoop loop) {
        this(endpoint, new MemoryStore(), new PausableExecutor(loop));
    }

    /** What a server of the same name starts with after this one was taken out of the cluster. */
    PersistentServer successor(EventLoop loop) {
        return new PersistentServer(new Endpoint(endpoint.server(), endpoint.life() + 1), loop);
    }
}
