package io.raftelection.internal;

/** One look at a server, on its thread: decided by its answer or by the end of its time, whichever is first. */
final class Look {
    /** Its begin, in nanoseconds from the start. */
    private final long since;

    private final InterruptibleRun run = new InterruptibleRun();

    /** Guarded by the cluster's lock. */
    private boolean decided;

    Look(long since) {
        this.since = since;
    }

    long since() {
        return since;
    }

    InterruptibleRun run() {
        return run;
    }

    /** Decides it, under the cluster's lock; answers whether it was open. */
    boolean decide() {
        var open = !decided;
        decided = true;
        return open;
    }
}
