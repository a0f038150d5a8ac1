package io.raftelection.internal;

/** One poll of a server. Either its answer or its timeout decides it, whichever comes first. */
final class PollAttempt {
    /** The start of the poll, in nanoseconds from the start of the tracker. */
    private final long since;

    private final InterruptibleRun run = new InterruptibleRun();

    /** Guarded by the ledger's lock. */
    private boolean decided;

    PollAttempt(long since) {
        this.since = since;
    }

    long since() {
        return since;
    }

    InterruptibleRun run() {
        return run;
    }

    /** Decides the attempt, under the ledger's lock. {@return whether it was undecided} */
    boolean decide() {
        var first = !decided;
        decided = true;
        return first;
    }
}
