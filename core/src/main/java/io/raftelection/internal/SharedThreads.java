package io.raftelection.internal;

/** The threads that all trackers of this JVM share. Each exists only while there is work, and a second longer. */
final class SharedThreads {
    /** Runs deadlines. It never runs foreign code, so that no tracker delays the deadlines of another. */
    static final SystemTimer TIMER = new SystemTimer("raft-election-timer");

    /** Runs callbacks: 8 threads, and up to 256 while callbacks block. */
    static final Workers CALLBACKS = new Workers("raft-election-callbacks", 8, 256, TIMER);

    /**
     * Runs what must not wait for somebody's callback: polls, interrupts, and calls of a user's executor. Each gets a
     * thread at once; there are no more of them than servers that are polled and tasks that are interrupted.
     */
    static final Workers UNBOUNDED = new Workers("raft-election-worker", Integer.MAX_VALUE, Integer.MAX_VALUE, TIMER);

    private SharedThreads() {}
}
