package io.raftelection.testing;

/**
 * What one server's state machine was made to do since the server was started last. A command that is applied again,
 * because a server that was restarted replays its log, counts again.
 *
 * @param commands how many of the user's commands it applied
 * @param snapshots how many snapshots it took
 * @param restores how often it was restored from a snapshot
 */
public record Counts(long commands, long snapshots, long restores) {
    /** Those of a server that was never started. */
    public static final Counts NONE = new Counts(0, 0, 0);
}
