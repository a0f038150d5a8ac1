package io.raftelection;

import io.raftelection.internal.Checks;
import java.util.Locale;

/**
 * A notification that should not have been: what the engine said does not fit what it said before. It is recorded and
 * told, never thrown at the engine, and the tracker follows the engine all the same.
 *
 * @param kind what is odd about it
 * @param event the notification
 * @param detail what it does not fit, in words
 */
public record Anomaly(Kind kind, LeadershipEvent event, String detail) {

    /**
     * Checks that nothing is null.
     *
     * @param kind what is odd about it
     * @param event the notification
     * @param detail the contradiction, in words
     */
    public Anomaly {
        Checks.notNull(kind, "kind");
        Checks.notNull(event, "event");
        Checks.notNull(detail, "detail");
    }

    /** What is odd about a notification. */
    public enum Kind {
        /** Leadership was acquired though nobody expected it. Strict trackers only. */
        UNEXPECTED,
        /** Leadership of the held term was acquired again. Nothing changed. */
        DUPLICATE,
        /** A term earlier than the held one was acquired. Nothing changed. */
        STALE,
        /** A later term was acquired before the held one was lost. */
        MISSED_LOSS,
        /** Leadership was lost though it was not held. Nothing changed. */
        SPURIOUS_LOSS,
        /** Two servers acquired the same term, which Raft's Election Safety rules out (Raft paper, 5.2). */
        SPLIT_TERM;

        /** {@return whether such a notification changes who leads} */
        public boolean isChange() {
            return this != DUPLICATE && this != STALE && this != SPURIOUS_LOSS;
        }

        /** {@return how the notation spells it, as in {@code missed-loss}} */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** {@return the server that was notified about} */
    public ServerId server() {
        return event.server();
    }

    /** {@return the event in the one notation, and the detail} */
    @Override
    public String toString() {
        return event + ": " + detail;
    }
}
