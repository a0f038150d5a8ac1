package io.raftelection;

import io.raftelection.internal.Checks;
import java.util.Locale;

/**
 * A notification that contradicts earlier ones. The tracker records and reports it, and still follows the engine. It
 * never throws an exception into the engine.
 *
 * @param kind the kind of contradiction
 * @param event the notification
 * @param detail the contradiction, in words
 */
public record Anomaly(Kind kind, LeadershipEvent event, String detail) {

    /**
     * Checks that nothing is null.
     *
     * @param kind the kind of contradiction
     * @param event the notification
     * @param detail the contradiction, in words
     */
    public Anomaly {
        Checks.notNull(kind, "kind");
        Checks.notNull(event, "event");
        Checks.notNull(detail, "detail");
    }

    /** The kind of contradiction. */
    public enum Kind {
        /** A server acquired leadership without an expectation. Only strict trackers report it. */
        UNEXPECTED,
        /** A server acquired the term that it leads again. Nothing changed. */
        DUPLICATE,
        /** A server acquired an earlier term than the one it leads. Nothing changed. */
        STALE,
        /** A server acquired a later term or followed another leader, and the loss of its own term was not reported. */
        MISSED_LOSS,
        /** A server lost leadership without holding it. Nothing changed. */
        SPURIOUS_LOSS,
        /** Two servers led the same term, which violates Raft's Election Safety (Raft paper, 5.2). */
        SPLIT_TERM,
        /** A server was reported ready without leading, or again. Nothing changed. */
        SPURIOUS_READY,
        /** A server reported a view of an earlier term than before. Nothing changed. */
        STALE_VIEW,
        /** A server reported that it follows itself. Nothing changed. */
        SELF_VIEW,
        /** A server that reports terms reported a view without a term. Nothing changed. */
        UNKNOWN_TERM;

        /** {@return whether such a report changes what the tracker believes} */
        public boolean isChange() {
            return switch (this) {
                case UNEXPECTED, MISSED_LOSS, SPLIT_TERM -> true;
                case DUPLICATE, STALE, SPURIOUS_LOSS, SPURIOUS_READY, STALE_VIEW, SELF_VIEW, UNKNOWN_TERM -> false;
            };
        }

        /** {@return its word in the notation, as in {@code missed-loss}} */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** {@return the server of the notification} */
    public ServerId server() {
        return event.server();
    }

    /** {@return the event in the notation, and the detail} */
    @Override
    public String toString() {
        return event + ": " + detail;
    }
}
