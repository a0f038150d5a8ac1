package io.raftelection.testing;

/** How far a command has come when something is done. */
enum Stage {
    /** The leader has it, and no other server was sent it. */
    ENQUEUED,
    /** Every connected follower has it in its log, and the leader does not know. */
    APPENDED,
    /** Every connected follower has it in its log, and the leader has applied it and sent nothing since. */
    COMMITTED;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
