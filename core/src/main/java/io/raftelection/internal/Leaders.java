package io.raftelection.internal;

import io.raftelection.ServerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The leaderships that are held: usually none or one, but an old leader may not yet know of a new one. Written under
 * the ledger's lock.
 */
final class Leaders {
    private final List<HeldLeadership> held = new ArrayList<>(0);
    private final TermOwners owners = new TermOwners();
    private long highestTerm = Terms.NONE;

    /** The highest term of a leader that a server follows. It does not count for polled claims. */
    private long highestFollowed = Terms.NONE;

    private long tenures;

    /** When a server acquired leadership last, and which. Only a claim without a term is compared with it. */
    private long acquiredAt = -1;

    private @Nullable ServerId acquiredBy;

    /** The held leadership with the highest term. Read without the lock. */
    private volatile @Nullable HeldLeadership first;

    /** Returns the number of the next leadership. */
    long nextTenure() {
        return tenures + 1;
    }

    /**
     * Adds a leadership and removes the earlier one of the same server. {@link #first()} changes in one step, so its
     * readers see no gap. {@return another server that acquired the same term before}
     */
    Optional<ServerId> acquired(HeldLeadership leadership) {
        tenures = leadership.tenure();
        acquiredAt = leadership.at();
        acquiredBy = leadership.server();
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

    /** Notes a leader that another server follows. {@return another server that led the same term} */
    Optional<ServerId> followed(ServerId leader, long term) {
        if (term == Terms.NONE) {
            return Optional.empty();
        }
        highestFollowed = Math.max(highestFollowed, term);
        return owners.acquired(leader, term);
    }

    void ended(HeldLeadership leadership) {
        held.remove(leadership);
        first = highest();
    }

    private void remove(ServerId server) {
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i).server().equals(server)) {
                held.remove(i);
            }
        }
    }

    /** Uses no stream, since it runs on an engine's thread. */
    private @Nullable HeldLeadership highest() {
        HeldLeadership highest = null;
        for (var leadership : held) {
            if (highest == null || leadership.outranks(highest)) {
                highest = leadership;
            }
        }
        return highest;
    }

    /** Whether another server has led a later term, as far as is known. */
    boolean isSuperseded(HeldLeadership leadership) {
        return Terms.compare(Math.max(highestTerm, highestFollowed), leadership.termNumber()) > 0;
    }

    /**
     * Whether a server that is polled may lead a term: the term is later than all others, or the latest and acquired by
     * this server. A claim without a term counts unless another server acquired leadership after it was asked for.
     */
    boolean mayLead(ServerId server, long term, long asked) {
        if (term == Terms.NONE) {
            return asked >= acquiredAt || server.equals(acquiredBy);
        }
        return term > highestTerm || (term == highestTerm && owners.isOwner(server, term));
    }

    /** Whether the leader and the term of a polled view may belong together. */
    boolean mayBeFollowed(ReportedView view) {
        return view.leader() == null || view.term() == Terms.NONE || owners.mayBeOwner(view.leader(), view.term());
    }

    /** Returns the held leadership with the highest term. Takes no lock. */
    Optional<HeldLeadership> first() {
        return Optional.ofNullable(first);
    }

    /** Returns the held leadership with the highest term among those of some servers. */
    Optional<HeldLeadership> first(Predicate<ServerId> servers) {
        return held.stream()
                .filter(leadership -> servers.test(leadership.server()))
                .reduce((one, other) -> other.outranks(one) ? other : one);
    }
}
