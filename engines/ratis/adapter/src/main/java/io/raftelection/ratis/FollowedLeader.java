package io.raftelection.ratis;

import io.raftelection.ServerId;
import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;

/**
 * Finds the term of the leader that a server follows.
 *
 * <p>Ratis names the leader in a callback, and the division has the term. They may not belong together: a candidate
 * increases its term without the lock that Ratis holds in the callback, even after it has recognized the leader of the
 * earlier term. The server votes for itself in the increased term. So the term is that of the leader
 *
 * <ul>
 *   <li>if the server voted for the leader in it, or
 *   <li>if it applies an entry of that term later, and the leader has not changed. Ratis recognizes the leader of an
 *       entry before it appends the entry.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class FollowedLeader {
    private @Nullable RaftPeerId leader;
    private @Nullable ServerId name;
    private long term = TrackedDivision.UNKNOWN;
    private boolean known;

    /** Handles a new leader. {@return its term, or {@link TrackedDivision#UNKNOWN}} */
    long changed(RaftPeerId to, ServerId named, TrackedDivision division) {
        long current = division.term();
        known = (known && current == term && to.equals(leader)) || division.hasVotedFor(to, current);
        leader = to;
        name = named;
        term = current;
        return known ? current : TrackedDivision.UNKNOWN;
    }

    /**
     * Handles an entry that the server applies. {@return the leader, if its term is known since this entry, or null}
     */
    @Nullable
    ServerId applied(long entry) {
        if (known || entry != term || entry == TrackedDivision.UNKNOWN || leader == null) {
            return null;
        }
        known = true;
        return name;
    }

    /** Handles the end of the view: the server follows nobody, or it leads. */
    void ended() {
        if (!known) {
            leader = null;
        }
    }
}
