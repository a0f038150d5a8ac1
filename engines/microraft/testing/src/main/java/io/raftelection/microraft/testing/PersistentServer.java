package io.raftelection.microraft.testing;

/** The parts of a server that outlive its restarts: its name, its disk, and its executor. */
record PersistentServer(Endpoint endpoint, MemoryStore disk, PausableExecutor executor) {

    /** Creates a server with an empty disk. */
    PersistentServer(Endpoint endpoint, EventLoop loop) {
        this(endpoint, new MemoryStore(), new PausableExecutor(loop));
    }

    /** Returns the start state of a server with the same name, after this one was removed from the cluster. */
    PersistentServer successor(EventLoop loop) {
        return new PersistentServer(new Endpoint(endpoint.server(), endpoint.life() + 1), loop);
    }
}
