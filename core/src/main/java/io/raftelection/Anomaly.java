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
        /** A server acquired a later term, and the loss of the earlier one was not reported. */
        MISSED_LOSS,
        /** A server lost leadership without holding it. Nothing changed. */
        SPURIOUS_LOSS,
        /** Two servers acquired the same term, which violates Raft's Election Safety (Raft paper, 5.2). */
        SPLIT_TERM;

        /** {@return whether such a notification changes the leader} */
        public boolean isChange() {
            return this != DUPLICATE && this != STALE && this != SPURIOUS_LOSS;
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
