package io.raftelection.microraft;

/** What one server runs on, from its first start on: its disk, and its share of the cluster's thread. */
record Machine(MemoryStore disk, Lane lane) {

    /** With an empty disk. */
    Machine(EventLoop loop) {
        this(new MemoryStore(), new Lane(loop));
    }
}
