package io.raftelection;

import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.internal.Checks;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The end of a leadership.
 *
 * @param server the server that led
 * @param term the term that ended; empty if the engine has none
 * @param tenure the number of the leadership, see {@link Leadership#tenure()}
 * @param cause the cause
 * @param reason the engine's own words if the cause is {@link Cause#ENGINE_REASON}, else empty
 * @param at the time at which the tracker received the loss
 */
public record Loss(ServerId server, OptionalLong term, long tenure, Cause cause, String reason, Instant at) {

    /**
     * Checks the values.
     *
     * @param server the server that led
     * @param term the term that ended; empty if the engine has none
     * @param tenure the number of the leadership
     * @param cause the cause
     * @param reason the engine's own words, or empty
     * @param at the time of the loss
     * @throws IllegalArgumentException if the term or the tenure is negative
     */
    public Loss {
        Checks.notNull(server, "server");
        Checks.notNegative(term, "term");
        Checks.notNegative(tenure, "tenure");
        Checks.notNull(cause, "cause");
        Checks.notNull(reason, "reason");
        Checks.notNull(at, "at");
    }

    /**
     * {@return the loss that an event reports}
     *
     * @param event the event; it ended a leadership, so it has a tenure
     * @param at the wall-clock time of the event
     * @throws IllegalArgumentException if the event has no tenure
     */
    public static Loss of(Lost event, Instant at) {
        Checks.notNull(event, "event");
        long tenure = event.tenure()
                .orElseThrow(() -> new IllegalArgumentException(
                        "event \"" + event + "\": has no tenure, expected the end of a leadership"));
        return new Loss(event.server(), event.term(), tenure, event.cause(), event.reason(), at);
    }

    /** The cause of a loss. */
    public enum Cause {
        /** The engine reported it without a reason, and no server was known to have acquired a later term. */
        STEPPED_DOWN("stepped down"),
        /** The engine reported it without a reason, and another server was known to have acquired a later term. */
        SUPERSEDED("superseded"),
        /** The engine did not report it, but the same server acquired a later term or followed another leader. */
        MISSED("missed"),
        /** {@link Tracker#ignore()} was called, so the tracker no longer knows the leader. */
        IGNORED("ignored"),
        /** The tracker was closed or the server untracked, so the tracker no longer knows the leader. */
        CLOSED("closed"),
        /** The engine reported it with a reason: see {@link Loss#reason()}. */
        ENGINE_REASON("engine reason");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** {@return its words in the notation, as in {@code stepped down}} */
        public String words() {
            return words;
        }
    }
}
