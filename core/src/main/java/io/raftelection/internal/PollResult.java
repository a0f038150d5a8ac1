package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipClaim.Source;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of one poll.
 *
 * @param claim the server's claim to lead, or the view that it reports; null if it did neither
 * @param failure the failure of the poll, if it failed
 * @param reason the failure in words; empty if the poll succeeded
 */
record PollResult(@Nullable LeadershipClaim claim, @Nullable Throwable failure, String reason) {

    /** Returns the result for an answer. What it says about another server is a view at most. */
    static PollResult answer(ServerId server, Optional<LeadershipClaim> answer) {
        var claim = answer.orElse(null);
        if (claim == null) {
            return new PollResult(null, null, "");
        }
        boolean namesItself = claim.leader().filter(server::equals).isPresent();
        if (claim.source() == Source.SELF && !namesItself) {
            throw new IllegalStateException("server "
                    + claim.leader().map(ServerId::value).orElse("") + " answered in place of server " + server);
        }
        boolean isAboutItself = claim.source() == Source.HEARSAY ? !namesItself : namesItself;
        return new PollResult(isAboutItself ? claim : null, null, "");
    }

    /**
     * Returns the result for a failed poll.
     *
     * @param address the address that was polled; blank if it is not known
     */
    static PollResult failure(Throwable failure, String address) {
        var reason = FailureReason.of(failure);
        var words = address.isBlank() ? reason : FailureReason.and(reason, address);
        return new PollResult(null, failure, TrackedServer.words("cannot be polled: " + words));
    }

    /** Whether the server claims to lead. */
    boolean claimsToLead() {
        return claim != null && claim.source() != Source.HEARSAY;
    }

    /** Returns the view that the server reports; null if it reports none. */
    @Nullable
    LeadershipClaim view() {
        return claim != null && claim.source() == Source.HEARSAY ? claim : null;
    }

    /** Returns the term of the claim, or {@link Terms#NONE}. */
    long term() {
        return claim == null ? Terms.NONE : claim.term().orElse(Terms.NONE);
    }

    /** Returns for how long the server says that it has led; zero if it does not say. */
    Duration ledFor() {
        return claim == null ? Duration.ZERO : claim.ledFor().orElse(Duration.ZERO);
    }
}
