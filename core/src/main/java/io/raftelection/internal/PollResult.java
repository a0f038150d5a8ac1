package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipClaim.Source;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of one poll.
 *
 * @param term the term that the server claims to lead; {@link Terms#NONE} if it claims none
 * @param failure the failure of the poll, if it failed
 * @param reason the failure in words; empty if the poll succeeded
 */
record PollResult(long term, @Nullable Throwable failure, String reason) {

    /** Returns the result for an answer. Only a server's claim about itself counts. */
    static PollResult answer(ServerId server, Optional<LeadershipClaim> answer) {
        var own = answer.filter(claim -> claim.source() == Source.SELF);
        if (own.isEmpty()) {
            return new PollResult(Terms.NONE, null, "");
        }
        var leader = own.get().leader();
        if (!leader.equals(server)) {
            throw new IllegalStateException("server " + leader + " answered in place of server " + server);
        }
        return new PollResult(own.get().term(), null, "");
    }

    /**
     * Returns the result for a failed poll.
     *
     * @param address the address that was polled; blank if it is not known
     */
    static PollResult failure(Throwable failure, String address) {
        var reason = FailureReason.of(failure);
        var words = address.isBlank() ? reason : FailureReason.and(reason, address);
        return new PollResult(Terms.NONE, failure, TrackedServer.words("cannot be polled: " + words));
    }
}
