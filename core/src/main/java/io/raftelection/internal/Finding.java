package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipClaim.Source;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a look found.
 *
 * @param term the term that the server says it leads; none if it does not say so
 * @param failure why it could not be asked, if so
 * @param reason the same in words; empty if it could be asked
 */
record Finding(long term, @Nullable Throwable failure, String reason) {

    /** What a server answered: hearsay does not count. */
    static Finding answer(ServerId server, Optional<LeadershipClaim> answer) {
        var own = answer.filter(claim -> claim.source() == Source.SELF);
        if (own.isEmpty()) {
            return new Finding(Terms.NONE, null, "");
        }
        var leader = own.get().leader();
        if (!leader.equals(server)) {
            throw new IllegalStateException("server " + leader + " answered in place of server " + server);
        }
        return new Finding(own.get().term(), null, "");
    }

    /**
     * That a server could not be asked.
     *
     * @param address where it was asked; blank if nobody said
     */
    static Finding failure(Throwable failure, String address) {
        var reason = FailureReason.of(failure);
        var words = address.isBlank() ? reason : FailureReason.and(reason, address);
        return new Finding(Terms.NONE, failure, TrackedServer.words("cannot be asked: " + words));
    }
}
