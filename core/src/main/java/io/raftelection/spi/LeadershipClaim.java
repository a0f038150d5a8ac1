package io.raftelection.spi;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A server's answer to the question which server leads. It may be stale, and its leader and its term may be of
 * different times. Immutable.
 *
 * @param leader the leader according to the answer; empty if the server knows of none
 * @param term the term according to the answer; empty if the system has no terms, or does not say it
 * @param source how the answer knows it
 * @param ledFor for how long the leader has led, in its own words; empty if it does not say
 */
public record LeadershipClaim(Optional<ServerId> leader, OptionalLong term, Source source, Optional<Duration> ledFor) {

    private static final Duration LONGEST = Duration.ofDays(10_000);

    /** The origin of a claim. */
    public enum Source {
        /** The server reports that it leads. */
        SELF,
        /** The server reports whom it follows, or that it knows of no leader. It is a view and no leadership. */
        HEARSAY,
        /**
         * A store that puts elections in an order reports that the server leads. The server itself may not know yet, or
         * may still believe in an earlier leadership.
         */
        STORE
    }

    /**
     * Checks the claim.
     *
     * @param leader the leader, if there is one
     * @param term the term, if it is known
     * @param source how the answer knows it
     * @param ledFor for how long the leader has led, if it says so
     * @throws IllegalArgumentException if the term is negative, if the duration is not zero to 10,000 days, or if no
     *     leader is named by another source than hearsay
     */
    public LeadershipClaim {
        Objects.requireNonNull(leader, "leader: is null");
        Objects.requireNonNull(term, "term: is null");
        Objects.requireNonNull(source, "source: is null");
        Objects.requireNonNull(ledFor, "ledFor: is null");
        if (term.orElse(0) < 0) {
            throw new IllegalArgumentException("term: " + term.getAsLong() + ", expected zero or more");
        }
        if (leader.isEmpty() && source != Source.HEARSAY) {
            throw new IllegalArgumentException("leader: is missing, expected one unless the source is HEARSAY");
        }
        ledFor.ifPresent(LeadershipClaim::check);
    }

    private static void check(Duration ledFor) {
        if (ledFor.isNegative() || ledFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("ledFor: " + ledFor + ", expected zero to 10,000 days");
        }
    }

    /**
     * {@return the claim of a server that it leads}
     *
     * @param server the server
     * @param term the term
     * @throws IllegalArgumentException if the term is negative
     */
    public static LeadershipClaim self(ServerId server, long term) {
        return of(server, OptionalLong.of(term), Source.SELF);
    }

    /**
     * {@return the claim of a server that it leads, in a system that does not say the term}
     *
     * @param server the server
     */
    public static LeadershipClaim self(ServerId server) {
        return of(server, OptionalLong.empty(), Source.SELF);
    }

    /**
     * {@return the claim of a server that it follows another one}
     *
     * @param leader the other server
     * @param term the term
     * @throws IllegalArgumentException if the term is negative
     */
    public static LeadershipClaim hearsay(ServerId leader, long term) {
        return of(leader, OptionalLong.of(term), Source.HEARSAY);
    }

    /**
     * {@return the claim of a server that it follows another one, in a system that does not say the term}
     *
     * @param leader the other server
     */
    public static LeadershipClaim hearsay(ServerId leader) {
        return of(leader, OptionalLong.empty(), Source.HEARSAY);
    }

    /** {@return the answer of a server that knows of no leader} */
    public static LeadershipClaim nobody() {
        return new LeadershipClaim(Optional.empty(), OptionalLong.empty(), Source.HEARSAY, Optional.empty());
    }

    /**
     * {@return the word of a store that a server leads}
     *
     * @param server the server
     */
    public static LeadershipClaim store(ServerId server) {
        return of(server, OptionalLong.empty(), Source.STORE);
    }

    private static LeadershipClaim of(ServerId leader, OptionalLong term, Source source) {
        return new LeadershipClaim(
                Optional.of(Objects.requireNonNull(leader, "leader: is null")), term, source, Optional.empty());
    }

    /**
     * {@return the same claim of a leader that says for how long it has led}
     *
     * @param ledFor for how long the leader has led: zero to 10,000 days
     * @throws IllegalArgumentException if it is out of range
     */
    public LeadershipClaim withLedFor(Duration ledFor) {
        return new LeadershipClaim(
                leader, term, source, Optional.of(Objects.requireNonNull(ledFor, "ledFor: is null")));
    }
}
