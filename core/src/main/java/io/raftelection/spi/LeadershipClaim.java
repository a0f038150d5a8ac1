package io.raftelection.spi;

import io.raftelection.ServerId;
import java.util.Objects;

/**
 * What a server says when it is asked who leads. It may be stale.
 *
 * @param leader who leads, as it says
 * @param term in which term, as it says: zero or more
 * @param source whether it speaks of itself
 */
public record LeadershipClaim(ServerId leader, long term, Source source) {

    /** How a server comes to say who leads. */
    public enum Source {
        /** It says so of itself. Only this is believed. */
        SELF,
        /** It heard so of another. */
        HEARSAY
    }

    /**
     * Checks the claim.
     *
     * @param leader who leads
     * @param term in which term
     * @param source whether it speaks of itself
     * @throws IllegalArgumentException if the term is negative
     */
    public LeadershipClaim {
        Objects.requireNonNull(leader, "leader: is null");
        Objects.requireNonNull(source, "source: is null");
        if (term < 0) {
            throw new IllegalArgumentException("term: " + term + ", expected zero or more");
        }
    }

    /**
     * {@return the claim of a server that it leads itself}
     *
     * @param server who says so
     * @param term in which term
     * @throws IllegalArgumentException if the term is negative
     */
    public static LeadershipClaim self(ServerId server, long term) {
        return new LeadershipClaim(server, term, Source.SELF);
    }

    /**
     * {@return the claim of a server that another leads}
     *
     * @param leader who leads, as it heard
     * @param term in which term
     * @throws IllegalArgumentException if the term is negative
     */
    public static LeadershipClaim hearsay(ServerId leader, long term) {
        return new LeadershipClaim(leader, term, Source.HEARSAY);
    }
}
