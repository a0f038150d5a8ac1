package io.raftelection.testing;

/**
 * What one server's state machine did since the server was last started. A restarted server replays its log, and each
 * command that it applies again counts again.
 *
 * @param commands the number of the user's commands that it applied
 * @param snapshots the number of snapshots that it took
 * @param restores the number of times that it was restored from a snapshot
 */
public record Counts(long commands, long snapshots, long restores) {
    /** The counts of a server that was never started. */
    public static final Counts NONE = new Counts(0, 0, 0);
}
