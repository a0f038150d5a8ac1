package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event says about the leader of a term: the leader itself reported an acquisition, or another server follows
 * it.
 */
public record TermClaim(ServerId leader, ServerId reportedBy) {

    /**
     * {@return the claim of an event; null if it makes none} A view that was refused makes none, and neither does one
     * that polling observed: its leader and its term may be of different times.
     */
    public static @Nullable TermClaim of(LeadershipEvent event) {
        return event.<Optional<TermClaim>>match(
                        acquired -> Optional.of(new TermClaim(acquired.server(), acquired.server())),
                        ready -> Optional.empty(),
                        lost -> Optional.empty(),
                        follows -> follows.isChange() && !follows.isObserved()
                                ? follows.leader().map(leader -> new TermClaim(leader, follows.server()))
                                : Optional.empty(),
                        members -> Optional.empty())
                .orElse(null);
    }

    /** {@return an event that makes this claim} */
    public LeadershipEvent event(Duration at, long term) {
        var number = OptionalLong.of(term);
        return leader.equals(reportedBy)
                ? new Acquired(at, leader, number, OptionalLong.empty(), Set.of())
                : new Follows(at, reportedBy, Optional.of(leader), number, false, Set.of());
    }
}
