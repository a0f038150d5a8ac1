package io.raftelection.internal;

/** The threads that all trackers of this JVM share. Each exists only while there is work, and a second longer. */
final class SharedThreads {
    /** Runs deadlines. It never runs foreign code, so that no tracker delays the deadlines of another. */
    static final SystemTimer TIMER = new SystemTimer("raft-election-timer");

    /** Runs callbacks: 8 threads, and up to 256 while callbacks block. */
    static final Workers CALLBACKS = new Workers("raft-election-callbacks", 8, 256, TIMER);

    /**
     * Runs tasks that must not wait for callbacks: polls, interrupts, and calls of a user's executor. Each gets a
     * thread at once. The polled servers and the interrupted tasks limit their number.
     */
    static final Workers UNBOUNDED = new Workers("raft-election-worker", Integer.MAX_VALUE, Integer.MAX_VALUE, TIMER);

    /** Ask engines for watchdogs: 2 threads, and up to 64 while questions block. */
    static final Workers QUESTIONS = new Workers("raft-election-watchdog", 2, 64, TIMER);

    private SharedThreads() {}
}
