package io.raftelection;

import io.raftelection.internal.Checks;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A difference between what an engine says of its server and what was reported to the tracker, found by a
 * {@link Watchdog}. Immutable.
 *
 * @param kind the kind of difference
 * @param server the server
 * @param at the time at which it was found, counted from the start of the tracker
 * @param engine what the engine says
 * @param reported what was reported, as the tracker believed it while it differed
 * @param atLeast the shortest time for which they have differed
 * @param atMost the longest time for which they may have differed: since the last question at which they did not, or
 *     since the watch began
 */
public record Finding(
        Kind kind,
        ServerId server,
        Duration at,
        Statement engine,
        Statement reported,
        Duration atLeast,
        Duration atMost) {

    /**
     * Checks that nothing is null.
     *
     * @param kind the kind of difference
     * @param server the server
     * @param at the time at which it was found
     * @param engine what the engine says
     * @param reported what was reported
     * @param atLeast the shortest time for which they have differed
     * @param atMost the longest time for which they may have differed
     * @throws IllegalArgumentException if a time is negative
     */
    public Finding {
        Checks.notNull(kind, "kind");
        Checks.notNull(server, "server");
        Checks.notNegative(at, "at");
        Checks.notNull(engine, "engine");
        Checks.notNull(reported, "reported");
        Checks.notNegative(atLeast, "at least");
        Checks.notNegative(atMost, "at most");
    }

    /** The kind of difference. */
    public enum Kind {
        /**
         * The engine changed, and that was not reported. If the report comes later, a finding {@link #LATE} follows,
         * unless the engine has changed again before.
         */
        LOST,
        /** A report came after a difference had been found. The two times are its lag. */
        LATE,
        /**
         * No answer of the engine confirmed the report. It is of another term or in another order, or its leadership
         * ended before the engine was asked, and that end was not reported.
         */
        WRONG
    }

    /**
     * What was said about the server.
     *
     * @param leads whether it leads
     * @param term the term that it leads; empty if it does not lead, or if the engine has no terms
     */
    public record Statement(boolean leads, OptionalLong term) {

        /**
         * Checks the statement.
         *
         * @param leads whether it leads
         * @param term the term that it leads
         * @throws IllegalArgumentException if the term is negative, or if there is one without a leadership
         */
        public Statement {
            Checks.notNegative(term, "term");
            if (!leads && term.isPresent()) {
                throw new IllegalArgumentException(
                        "term: " + term.getAsLong() + ", expected none without a leadership");
            }
        }

        /** {@return for example {@code leads term 7}} */
        @Override
        public String toString() {
            return !leads ? "does not lead" : term.isEmpty() ? "leads" : "leads term " + term.getAsLong();
        }
    }

    /**
     * {@return for example {@code s1: lost report, for 1.002s to 2.004s: engine: leads term 7, reported: does not
     * lead}}
     */
    @Override
    public String toString() {
        return server + ": " + kind.name().toLowerCase(Locale.ROOT) + " report, for " + seconds(atLeast) + " to "
                + seconds(atMost) + ": engine: " + engine + ", reported: " + reported;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%d.%03ds", time.toSeconds(), time.toMillisPart());
    }
}
