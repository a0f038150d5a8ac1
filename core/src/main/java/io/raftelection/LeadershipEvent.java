package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A leadership change of one server, as a tracker received it. Its text is the notation of logs, reports and scenarios:
 *
 * <pre>
 * 12.304s s2 acquired term 7
 * 12.871s s2 lost term 7 (stepped down)
 * 13.020s s3 acquired term 8 !unexpected
 * 14.000s "name with spaces" lost ("the engine's words") !spurious-loss
 * 15.250s s4 acquired term 9 observed within 0.250s
 * </pre>
 *
 * <p>The text rounds the time down to milliseconds and the uncertainty up, and omits the tenure. The event has all of
 * them in full. Immutable.
 */
public sealed interface LeadershipEvent {

    /** {@return the time, counted from the start of the tracker; not earlier than that of the previous event} */
    Duration at();

    /** {@return the server} */
    ServerId server();

    /** {@return the term; empty if the engine has none} */
    OptionalLong term();

    /** {@return the number of the leadership, see {@link Leadership#tenure()}; empty if the event changed nothing} */
    OptionalLong tenure();

    /** {@return the anomalies of the event; usually empty} */
    Set<Anomaly.Kind> anomalies();

    /**
     * {@return by how much the change may have happened earlier than {@link #at()}}
     *
     * <p>It is zero if the engine reported the change. If polling observed it, it is the time since the previous poll,
     * or since the start of the tracker.
     */
    Duration uncertainty();

    /** {@return whether polling observed the change; otherwise the engine reported it} */
    default boolean isObserved() {
        return !uncertainty().isZero();
    }

    /** {@return whether it changed the leader: duplicates, stale acquisitions and spurious losses did not} */
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
     * @param line the line
     * @throws IllegalArgumentException if it is not an event; the message has the column and what was expected there
     */
    static LeadershipEvent parse(String line) {
        return Notation.parse(line);
    }

    /**
     * A server acquired leadership.
     *
     * @param at the time
     * @param server the server
     * @param term the term; empty if the engine has none
     * @param tenure the number of the leadership; empty if nothing changed, or if it was read from text
     * @param anomalies the anomalies
     * @param uncertainty by how much it may have happened earlier; zero if the engine reported it
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
         * @param at the time
         * @param server the server
         * @param term the term; empty if the engine has none
         * @param tenure the number of the leadership
         * @param anomalies the anomalies
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
         * Creates an acquisition that the engine reported.
         *
         * @param at the time
         * @param server the server
         * @param term the term; empty if the engine has none
         * @param tenure the number of the leadership; empty if nothing changed, or if it was read from text
         * @param anomalies the anomalies
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
     * @param at the time
     * @param server the server
     * @param term the term that ended; empty if the engine has none
     * @param tenure the number of the leadership; empty if nothing changed, or if it was read from text
     * @param cause the cause
     * @param reason the engine's words if the cause is {@link Loss.Cause#ENGINE_REASON}, else empty
     * @param anomalies the anomalies
     * @param uncertainty by how much it may have happened earlier; zero if the engine reported it
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
         * @param at the time
         * @param server the server
         * @param term the term; empty if the engine has none
         * @param tenure the number of the leadership
         * @param cause the cause
         * @param reason the engine's words, or empty
         * @param anomalies the anomalies
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
         * Creates a loss that the engine reported.
         *
         * @param at the time
         * @param server the server
         * @param term the term that ended; empty if the engine has none
         * @param tenure the number of the leadership; empty if nothing changed, or if it was read from text
         * @param cause the cause
         * @param reason the engine's words if the cause is {@link Loss.Cause#ENGINE_REASON}, else empty
         * @param anomalies the anomalies
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
