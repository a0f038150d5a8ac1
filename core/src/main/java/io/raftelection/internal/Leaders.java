package io.raftelection.internal;

import io.raftelection.ServerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who leads: mostly nobody or one, but an old leader may not know of a new one yet. Written under the cluster's lock.
 */
final class Leaders {
    private final List<HeldLeadership> held = new ArrayList<>(1);
    private final TermOwners owners = new TermOwners();
    private OptionalLong highestTerm = OptionalLong.empty();
    private long tenures;

    /** The one of the latest term among the held; read without the lock. */
    private volatile @Nullable HeldLeadership first;

    /** The number of the next leadership. */
    long nextTenure() {
        return tenures + 1;
    }

    /**
     * Adds one, in place of the one its server held: readers without the lock never see nobody in between. Answers with
     * another server that acquired the same term before.
     */
    Optional<ServerId> acquired(HeldLeadership leadership) {
        tenures = leadership.tenure();
        held.removeIf(missed -> missed.server().equals(leadership.server()));
        held.add(leadership);
        first = first(server -> true).orElse(leadership);
        var term = leadership.term();
        if (term.isEmpty()) {
            return Optional.empty();
        }
        if (highestTerm.isEmpty() || Terms.compare(term, highestTerm) > 0) {
            highestTerm = term;
        }
        return owners.acquired(leadership.server(), term.getAsLong());
    }

    void ended(HeldLeadership leadership) {
        held.remove(leadership);
        if (leadership == first) {
            first = first(server -> true).orElse(null);
        }
    }

    /** Whether another server is known to have acquired a later term. */
    boolean isSuperseded(HeldLeadership leadership) {
        return Terms.compare(highestTerm, leadership.term()) > 0;
    }

    /** The one of the latest term; needs no lock. */
    Optional<HeldLeadership> first() {
        return Optional.ofNullable(first);
    }

    /** The one of the latest term among the held of some servers. */
    Optional<HeldLeadership> first(Predicate<ServerId> servers) {
        return held.stream()
                .filter(leadership -> servers.test(leadership.server()))
                .reduce((one, other) -> other.outranks(one) ? other : one);
    }

    List<HeldLeadership> held() {
        return held;
    }
}
