package io.raftelection;

import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.internal.Checks;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The end of a leadership.
 *
 * @param server the server that led
 * @param term the term it led, where the engine has one
 * @param tenure which of the tracker's leaderships ended, see {@link Leadership#tenure()}
 * @param cause why it ended
 * @param reason the engine's own words where the cause is {@link Cause#ENGINE_REASON}, else empty
 * @param at when it ended, as the tracker heard of it
 */
public record Loss(ServerId server, OptionalLong term, long tenure, Cause cause, String reason, Instant at) {

    /**
     * Checks the values.
     *
     * @param server the server that led
     * @param term the term it led, where the engine has one
     * @param tenure which of the tracker's leaderships ended
     * @param cause why it ended
     * @param reason the engine's own words, or empty
     * @param at when it ended
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

    /** Why a leadership ended. */
    public enum Cause {
        /** The engine said so, gave no reason, and nobody was known to lead a later term. */
        STEPPED_DOWN("stepped down"),
        /** The engine said so, gave no reason, and another server was known to have acquired a later term. */
        SUPERSEDED("superseded"),
        /** The engine never said so: the same server acquired a later term. */
        MISSED("missed"),
        /** The tracker was told to ignore the engine, and cannot know any longer. */
        IGNORED("ignored"),
        /** The tracker was closed, or the server untracked, and cannot know any longer. */
        CLOSED("closed"),
        /** The engine said so, and why: see {@link Loss#reason()}. */
        ENGINE_REASON("engine reason");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** {@return how the notation spells it, as in {@code stepped down}} */
        public String words() {
            return words;
        }
    }
}
