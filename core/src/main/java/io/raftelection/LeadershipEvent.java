package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a tracker heard of one server, at one moment. Its text is the one notation, the same in logs, reports and
 * scenarios:
 *
 * <pre>
 * 12.304s s2 acquired term 7
 * 12.871s s2 lost term 7 (stepped down)
 * 13.020s s3 acquired term 8 !unexpected
 * 14.000s "name with spaces" lost ("the engine's words") !spurious-loss
 * 15.250s s4 acquired term 9 observed within 0.250s
 * </pre>
 *
 * <p>The text rounds the time down to milliseconds, the uncertainty up, and leaves the tenure out; all are whole in the
 * event.
 */
public sealed interface LeadershipEvent {

    /** {@return when, counted from the moment the tracker was made; never earlier than the event before} */
    Duration at();

    /** {@return the server it is about} */
    ServerId server();

    /** {@return the term, where the engine has one} */
    OptionalLong term();

    /** {@return which of the tracker's leaderships, where it is about one: see {@link Leadership#tenure()}} */
    OptionalLong tenure();

    /** {@return what is odd about it, mostly nothing} */
    Set<Anomaly.Kind> anomalies();

    /**
     * {@return by how much it may have happened earlier than it was heard of}
     *
     * <p>Zero where the engine told it. More where it was observed by looking from time to time: since the look before,
     * or since the tracker was made.
     */
    Duration uncertainty();

    /** {@return whether it was observed by looking, and not told by the engine} */
    default boolean isObserved() {
        return !uncertainty().isZero();
    }

    /** {@return whether it changed who leads: a duplicate, a stale and a spurious one do not} */
    default boolean isChange() {
        return anomalies().stream().allMatch(Anomaly.Kind::isChange);
    }

    /**
     * Calls the function for this kind of event and returns its result. Code that handles both kinds calls this method,
     * so that the compiler finds every place to change if there is ever a third kind.
     *
     * <pre>{@code
     * String word = event.match(acquired -> "acquired", lost -> "lost: " + lost.cause().words());
     * }</pre>
     *
     * @param acquired the function for an acquisition
     * @param lost the function for a loss
     * @param <R> the type of the result
     * @return the result of the function
     * @see #accept
     */
    <R> R match(Function<? super Acquired, ? extends R> acquired, Function<? super Lost, ? extends R> lost);

    /**
     * Calls the action for this kind of event. It is {@link #match} without a result.
     *
     * @param acquired the action for an acquisition
     * @param lost the action for a loss
     */
    void accept(Consumer<? super Acquired> acquired, Consumer<? super Lost> lost);

    /**
     * {@return the event that a line of the notation describes}
     *
     * @param line one event
     * @throws IllegalArgumentException if it is not one, with the column and what was expected there
     */
    static LeadershipEvent parse(String line) {
        return Notation.parse(line);
    }

    /**
     * A server acquired leadership.
     *
     * @param at when
     * @param server who
     * @param term the term, where the engine has one
     * @param tenure which leadership; empty if nothing changed, or if it was read from text
     * @param anomalies what is odd about it
     * @param uncertainty by how much it may have happened earlier; zero if the engine told it
     */
    record Acquired(
            Duration at,
            ServerId server,
            OptionalLong term,
            OptionalLong tenure,
            Set<Anomaly.Kind> anomalies,
            Duration uncertainty)
            implements LeadershipEvent {

        /**
         * Checks the values, and copies the anomalies.
         *
         * @param at when
         * @param server who
         * @param term the term, where the engine has one
         * @param tenure which leadership
         * @param anomalies what is odd about it
         * @param uncertainty by how much it may have happened earlier
         * @throws IllegalArgumentException if a time, the term or the tenure is negative
         */
        public Acquired {
            Checks.notNegative(at, "at");
            Checks.notNull(server, "server");
            Checks.notNegative(term, "term");
            Checks.notNegative(tenure, "tenure");
            anomalies = Checks.anomalies(anomalies);
            Checks.notNegative(uncertainty, "uncertainty");
        }

        /**
         * An acquisition that the engine told.
         *
         * @param at when
         * @param server who
         * @param term the term, where the engine has one
         * @param tenure which leadership; empty if nothing changed, or if it was read from text
         * @param anomalies what is odd about it
         */
        public Acquired(
                Duration at, ServerId server, OptionalLong term, OptionalLong tenure, Set<Anomaly.Kind> anomalies) {
            this(at, server, term, tenure, anomalies, Duration.ZERO);
        }

        @Override
        public <R> R match(Function<? super Acquired, ? extends R> acquired, Function<? super Lost, ? extends R> lost) {
            return acquired.apply(this);
        }

        @Override
        public void accept(Consumer<? super Acquired> acquired, Consumer<? super Lost> lost) {
            acquired.accept(this);
        }

        /** {@return one line of the notation} */
        @Override
        public String toString() {
            return Notation.print(this);
        }
    }

    /**
     * A server lost leadership.
     *
     * @param at when
     * @param server who
     * @param term the term that ended, where the engine has one
     * @param tenure which leadership; empty if nothing changed, or if it was read from text
     * @param cause why
     * @param reason the engine's words where the cause is {@link Loss.Cause#ENGINE_REASON}, else empty
     * @param anomalies what is odd about it
     * @param uncertainty by how much it may have happened earlier; zero if the engine told it
     */
    record Lost(
            Duration at,
            ServerId server,
            OptionalLong term,
            OptionalLong tenure,
            Loss.Cause cause,
            String reason,
            Set<Anomaly.Kind> anomalies,
            Duration uncertainty)
            implements LeadershipEvent {

        /**
         * Checks the values, and copies the anomalies.
         *
         * @param at when
         * @param server who
         * @param term the term, where the engine has one
         * @param tenure which leadership
         * @param cause why
         * @param reason the engine's words, or empty
         * @param anomalies what is odd about it
         * @param uncertainty by how much it may have happened earlier
         * @throws IllegalArgumentException if a time, the term or the tenure is negative
         */
        public Lost {
            Checks.notNegative(at, "at");
            Checks.notNull(server, "server");
            Checks.notNegative(term, "term");
            Checks.notNegative(tenure, "tenure");
            Checks.notNull(cause, "cause");
            Checks.notNull(reason, "reason");
            anomalies = Checks.anomalies(anomalies);
            Checks.notNegative(uncertainty, "uncertainty");
        }

        /**
         * A loss that the engine told.
         *
         * @param at when
         * @param server who
         * @param term the term that ended, where the engine has one
         * @param tenure which leadership; empty if nothing changed, or if it was read from text
         * @param cause why
         * @param reason the engine's words where the cause is {@link Loss.Cause#ENGINE_REASON}, else empty
         * @param anomalies what is odd about it
         */
        public Lost(
                Duration at,
                ServerId server,
                OptionalLong term,
                OptionalLong tenure,
                Loss.Cause cause,
                String reason,
                Set<Anomaly.Kind> anomalies) {
            this(at, server, term, tenure, cause, reason, anomalies, Duration.ZERO);
        }

        @Override
        public <R> R match(Function<? super Acquired, ? extends R> acquired, Function<? super Lost, ? extends R> lost) {
            return lost.apply(this);
        }

        @Override
        public void accept(Consumer<? super Acquired> acquired, Consumer<? super Lost> lost) {
            lost.accept(this);
        }

        /** {@return one line of the notation} */
        @Override
        public String toString() {
            return Notation.print(this);
        }
    }
}
