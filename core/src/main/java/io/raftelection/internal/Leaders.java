package io.raftelection.internal;

import io.raftelection.ServerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who leads: mostly nobody or one, but an old leader may not know of a new one yet. Written under the cluster's lock.
 */
final class Leaders {
    private final List<HeldLeadership> held = new ArrayList<>(1);
    private final TermOwners owners = new TermOwners();
    private long highestTerm = Terms.NONE;
    private long tenures;

    /** The one of the latest term among the held; read without the lock. */
    private volatile @Nullable HeldLeadership first;

    /** The number of the next leadership. */
    long nextTenure() {
        return tenures + 1;
    }

    /**
     * Adds one, in place of the one its server held: who reads without the lock never sees nobody in between. Answers
     * with another server that acquired the same term before.
     */
    Optional<ServerId> acquired(HeldLeadership leadership) {
        tenures = leadership.tenure();
        remove(leadership.server());
        held.add(leadership);
        first = highest();
        long term = leadership.termNumber();
        if (term == Terms.NONE) {
            return Optional.empty();
        }
        highestTerm = Math.max(highestTerm, term);
        return owners.acquired(leadership.server(), term);
    }

    void ended(HeldLeadership leadership) {
        remove(leadership.server());
        first = highest();
    }

    private void remove(ServerId server) {
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i).server().equals(server)) {
                held.remove(i);
            }
        }
    }

    /** Without a stream: on an engine's thread. */
    private @Nullable HeldLeadership highest() {
        HeldLeadership highest = null;
        for (var leadership : held) {
            if (highest == null || leadership.outranks(highest)) {
                highest = leadership;
            }
        }
        return highest;
    }

    /** Whether another server is known to have acquired a later term. */
    boolean isSuperseded(HeldLeadership leadership) {
        return Terms.compare(highestTerm, leadership.termNumber()) > 0;
    }

    /** Whether a server may lead a term, as far as is known: it is later than all others, or the latest and its own. */
    boolean mayLead(ServerId server, long term) {
        return term > highestTerm || (term == highestTerm && owners.isOwner(server, term));
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
