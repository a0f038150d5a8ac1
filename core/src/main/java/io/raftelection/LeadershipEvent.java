package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A report about one server, as a tracker received it. Its text is the notation of logs, reports and scenarios:
 *
 * <pre>
 * 12.304s s2 acquired term 7
 * 12.310s s1 follows s2 term 7
 * 12.340s s2 ready term 7
 * 12.400s s2 members s1 s2 s3 learners s4
 * 12.871s s2 lost term 7 (stepped down)
 * 12.880s s1 follows nobody term 7
 * 13.020s s3 acquired term 8 !unexpected
 * 14.000s "name with spaces" lost ("the engine's words") !spurious-loss
 * 15.250s s4 acquired term 9 observed within 0.250s
 * 15.260s s1 follows s4 term 9 already
 * 16.000s s5 acquired term 10 already for 3600.000s
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

    /** {@return the term; empty if the engine has none, or if it is unknown} */
    OptionalLong term();

    /**
     * {@return the number of the leadership, see {@link Leadership#tenure()}; empty if the event changed nothing, or is
     * not about a leadership}
     */
    OptionalLong tenure();

    /** {@return the anomalies of the event; usually empty} */
    Set<Anomaly.Kind> anomalies();

    /**
     * {@return by how much the change may have happened earlier than {@link #at()}}
     *
     * <p>It is zero if the engine reported the change. If polling observed it, it is the time since the previous poll.
     */
    Duration uncertainty();

    /**
     * {@return whether the first answer of a polled server said so, so that nothing is known of the time before}
     *
     * <p>The {@link #uncertainty()} is then for how long the server says that it has led, and zero if it does not say.
     */
    default boolean already() {
        return false;
    }

    /** {@return whether polling observed the change; otherwise the engine reported it} */
    default boolean isObserved() {
        return already() || !uncertainty().isZero();
    }

    /** {@return whether it changed what the tracker believes: duplicates, stale and spurious reports did not} */
    default boolean isChange() {
        return anomalies().stream().allMatch(Anomaly.Kind::isChange);
    }

    /**
     * Calls the function for this kind of event and returns its result. Code that handles all kinds calls this method,
     * so that the compiler finds every place to change if there is ever another kind.
     *
     * <pre>{@code
     * String word = event.match(
     *         acquired -> "acquired",
     *         ready -> "ready",
     *         lost -> "lost: " + lost.cause().words(),
     *         follows -> "follows",
     *         members -> "members");
     * }</pre>
     *
     * @param acquired the function for an acquisition
     * @param ready the function for a leader that may serve
     * @param lost the function for a loss
     * @param follows the function for a view
     * @param members the function for a configuration
     * @param <R> the type of the result
     * @return the result of the function
     * @see #accept
     */
    <R> R match(
            Function<? super Acquired, ? extends R> acquired,
            Function<? super Ready, ? extends R> ready,
            Function<? super Lost, ? extends R> lost,
            Function<? super Follows, ? extends R> follows,
            Function<? super Members, ? extends R> members);

    /**
     * Calls the action for this kind of event. It is {@link #match} without a result.
     *
     * @param acquired the action for an acquisition
     * @param ready the action for a leader that may serve
     * @param lost the action for a loss
     * @param follows the action for a view
     * @param members the action for a configuration
     */
    default void accept(
            Consumer<? super Acquired> acquired,
            Consumer<? super Ready> ready,
            Consumer<? super Lost> lost,
            Consumer<? super Follows> follows,
            Consumer<? super Members> members) {
        this.<Runnable>match(
                        event -> () -> acquired.accept(event),
                        event -> () -> ready.accept(event),
                        event -> () -> lost.accept(event),
                        event -> () -> follows.accept(event),
                        event -> () -> members.accept(event))
                .run();
    }

    /**
     * {@return the same event at another time, for example on the time axis of several recordings}
     *
     * @param at the time
     * @throws IllegalArgumentException if it is negative
     */
    LeadershipEvent withAt(Duration at);

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
     * @param already whether the server led when it was first polled
     */
    record Acquired(
            Duration at,
            ServerId server,
            OptionalLong term,
            OptionalLong tenure,
            Set<Anomaly.Kind> anomalies,
            Duration uncertainty,
            boolean already)
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
         * @param already whether the server led when it was first polled
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

        /**
         * Creates an acquisition that happened after an earlier report or poll of the server.
         *
         * @param at the time
         * @param server the server
         * @param term the term; empty if the engine has none
         * @param tenure the number of the leadership; empty if nothing changed, or if it was read from text
         * @param anomalies the anomalies
         * @param uncertainty by how much it may have happened earlier; zero if the engine reported it
         */
        public Acquired(
                Duration at,
                ServerId server,
                OptionalLong term,
                OptionalLong tenure,
                Set<Anomaly.Kind> anomalies,
                Duration uncertainty) {
            this(at, server, term, tenure, anomalies, uncertainty, false);
        }

        @Override
        public <R> R match(
                Function<? super Acquired, ? extends R> acquired,
                Function<? super Ready, ? extends R> ready,
                Function<? super Lost, ? extends R> lost,
                Function<? super Follows, ? extends R> follows,
                Function<? super Members, ? extends R> members) {
            return acquired.apply(this);
        }

        @Override
        public Acquired withAt(Duration at) {
            return new Acquired(at, server, term, tenure, anomalies, uncertainty, already);
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
        public <R> R match(
                Function<? super Acquired, ? extends R> acquired,
                Function<? super Ready, ? extends R> ready,
                Function<? super Lost, ? extends R> lost,
                Function<? super Follows, ? extends R> follows,
                Function<? super Members, ? extends R> members) {
            return lost.apply(this);
        }

        @Override
        public Lost withAt(Duration at) {
            return new Lost(at, server, term, tenure, cause, reason, anomalies, uncertainty);
        }

        /** {@return one line of the notation} */
        @Override
        public String toString() {
            return Notation.print(this);
        }
    }

    /**
     * A leader has committed an entry of its term and may serve.
     *
     * @param at the time
     * @param server the leader
     * @param term the term; empty if the engine has none
     * @param tenure the number of the leadership; empty if nothing changed, or if it was read from text
     * @param anomalies the anomalies
     */
    record Ready(Duration at, ServerId server, OptionalLong term, OptionalLong tenure, Set<Anomaly.Kind> anomalies)
            implements LeadershipEvent {

        /**
         * Checks the values, and copies the anomalies.
         *
         * @param at the time
         * @param server the leader
         * @param term the term; empty if the engine has none
         * @param tenure the number of the leadership
         * @param anomalies the anomalies
         * @throws IllegalArgumentException if the time, the term or the tenure is negative
         */
        public Ready {
            Checks.notNegative(at, "at");
            Checks.notNull(server, "server");
            Checks.notNegative(term, "term");
            Checks.notNegative(tenure, "tenure");
            anomalies = Checks.anomalies(anomalies);
        }

        @Override
        public Duration uncertainty() {
            return Duration.ZERO;
        }

        @Override
        public <R> R match(
                Function<? super Acquired, ? extends R> acquired,
                Function<? super Ready, ? extends R> ready,
                Function<? super Lost, ? extends R> lost,
                Function<? super Follows, ? extends R> follows,
                Function<? super Members, ? extends R> members) {
            return ready.apply(this);
        }

        @Override
        public Ready withAt(Duration at) {
            return new Ready(at, server, term, tenure, anomalies);
        }

        /** {@return one line of the notation} */
        @Override
        public String toString() {
            return Notation.print(this);
        }
    }

    /**
     * A server follows a leader, or knows of none.
     *
     * @param at the time
     * @param server the server
     * @param leader the leader; empty if the server knows of none, or if its view is unknown
     * @param term the term of the leader, else of the server; empty if it is unknown
     * @param unknown whether the view of the server is unknown: it was untracked, or its engine was detached or ended
     * @param anomalies the anomalies
     * @param uncertainty by how much it may have happened earlier; zero if the engine reported it. The leader and the
     *     term of an observed view may be of different times, so it is no evidence for Election Safety
     * @param already whether the first answer of a polled server said so
     */
    record Follows(
            Duration at,
            ServerId server,
            Optional<ServerId> leader,
            OptionalLong term,
            boolean unknown,
            Set<Anomaly.Kind> anomalies,
            Duration uncertainty,
            boolean already)
            implements LeadershipEvent {

        /**
         * Checks the values, and copies the anomalies.
         *
         * @param at the time
         * @param server the server
         * @param leader the leader, if the server knows of one
         * @param term the term, if it is known
         * @param unknown whether the view of the server is unknown
         * @param anomalies the anomalies
         * @param uncertainty by how much it may have happened earlier
         * @param already whether the first answer of the server said so
         * @throws IllegalArgumentException if a time or the term is negative, or if an unknown view has a leader or a
         *     term
         */
        public Follows {
            Checks.notNegative(at, "at");
            Checks.notNull(server, "server");
            Checks.notNull(leader, "leader");
            Checks.notNegative(term, "term");
            anomalies = Checks.anomalies(anomalies);
            Checks.notNegative(uncertainty, "uncertainty");
            if (unknown && (leader.isPresent() || term.isPresent())) {
                throw new IllegalArgumentException(
                        "unknown view of server " + server + ": has a leader or a term, expected none");
            }
        }

        /**
         * Creates a view that the engine reported.
         *
         * @param at the time
         * @param server the server
         * @param leader the leader, if the server knows of one
         * @param term the term, if it is known
         * @param unknown whether the view of the server is unknown
         * @param anomalies the anomalies
         * @throws IllegalArgumentException if the time or the term is negative, or if an unknown view has a leader or a
         *     term
         */
        public Follows(
                Duration at,
                ServerId server,
                Optional<ServerId> leader,
                OptionalLong term,
                boolean unknown,
                Set<Anomaly.Kind> anomalies) {
            this(at, server, leader, term, unknown, anomalies, Duration.ZERO, false);
        }

        @Override
        public OptionalLong tenure() {
            return OptionalLong.empty();
        }

        @Override
        public <R> R match(
                Function<? super Acquired, ? extends R> acquired,
                Function<? super Ready, ? extends R> ready,
                Function<? super Lost, ? extends R> lost,
                Function<? super Follows, ? extends R> follows,
                Function<? super Members, ? extends R> members) {
            return follows.apply(this);
        }

        @Override
        public Follows withAt(Duration at) {
            return new Follows(at, server, leader, term, unknown, anomalies, uncertainty, already);
        }

        /** {@return one line of the notation} */
        @Override
        public String toString() {
            return Notation.print(this);
        }
    }

    /**
     * A server applied a committed configuration. The sets are in the order of the servers' names.
     *
     * @param at the time
     * @param server the server
     * @param voters the servers that vote
     * @param learners the servers that receive the log and do not vote
     */
    record Members(Duration at, ServerId server, Set<ServerId> voters, Set<ServerId> learners)
            implements LeadershipEvent {

        /**
         * Checks the values, and copies the sets.
         *
         * @param at the time
         * @param server the server
         * @param voters the servers that vote
         * @param learners the servers that receive the log and do not vote
         * @throws IllegalArgumentException if the time is negative, or if a server is in both sets
         */
        public Members {
            Checks.notNegative(at, "at");
            Checks.notNull(server, "server");
            voters = Checks.sorted(voters, "voters");
            learners = Checks.sorted(learners, "learners");
            for (var learner : learners) {
                if (voters.contains(learner)) {
                    throw new IllegalArgumentException("learner " + learner + ": votes too, expected one of the two");
                }
            }
        }

        @Override
        public OptionalLong term() {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong tenure() {
            return OptionalLong.empty();
        }

        @Override
        public Set<Anomaly.Kind> anomalies() {
            return Set.of();
        }

        @Override
        public Duration uncertainty() {
            return Duration.ZERO;
        }

        @Override
        public <R> R match(
                Function<? super Acquired, ? extends R> acquired,
                Function<? super Ready, ? extends R> ready,
                Function<? super Lost, ? extends R> lost,
                Function<? super Follows, ? extends R> follows,
                Function<? super Members, ? extends R> members) {
            return members.apply(this);
        }

        @Override
        public Members withAt(Duration at) {
            return new Members(at, server, voters, learners);
        }

        /** {@return one line of the notation} */
        @Override
        public String toString() {
            return Notation.print(this);
        }
    }
}
