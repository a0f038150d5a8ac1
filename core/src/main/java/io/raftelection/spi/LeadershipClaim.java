package io.raftelection.spi;

import io.raftelection.ServerId;
import java.util.Objects;

/**
 * A server's answer to the question which server leads. It may be stale. Immutable.
 *
 * @param leader the leader according to the server
 * @param term the term according to the server: zero or more
 * @param source whether the server reports about itself
 */
public record LeadershipClaim(ServerId leader, long term, Source source) {

    /** The origin of a claim. */
    public enum Source {
        /** The server reports that it leads. Only such a claim counts. */
        SELF,
        /** The server reports that another server leads. */
        HEARSAY
    }

    /**
     * Checks the claim.
     *
     * @param leader the leader
     * @param term the term
     * @param source whether the server reports about itself
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
     * {@return the claim of a server that it leads}
     *
     * @param server the server
     * @param term the term
     * @throws IllegalArgumentException if the term is negative
     */
    public static LeadershipClaim self(ServerId server, long term) {
        return new LeadershipClaim(server, term, Source.SELF);
    }

    /**
     * {@return the claim of a server that another server leads}
     *
     * @param leader the other server
     * @param term the term
     * @throws IllegalArgumentException if the term is negative
     */
    public static LeadershipClaim hearsay(ServerId leader, long term) {
        return new LeadershipClaim(leader, term, Source.HEARSAY);
    }
}
