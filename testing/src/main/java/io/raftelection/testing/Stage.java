package io.raftelection.testing;

/** How far a command has come when a breakpoint is hit. */
enum Stage {
    /** The leader has the command and has sent it to no other server. */
    ENQUEUED,
    /** Every connected follower has the command in its log, and the leader does not know that. */
    APPENDED,
    /** Every connected follower has the command in its log; the leader has applied it and sent nothing since. */
    COMMITTED;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
