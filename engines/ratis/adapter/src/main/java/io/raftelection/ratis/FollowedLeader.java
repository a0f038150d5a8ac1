package io.raftelection.ratis;

import io.raftelection.ServerId;
import org.jspecify.annotations.Nullable;

/**
 * The leader that a server follows, whose term is not always certain.
 *
 * <p>Ratis names the leader in a callback, and the division has the term. They may not belong together: a candidate
 * increases its term without the lock that Ratis holds in the callback, even after it has recognized the leader of the
 * earlier term. Then the server is a candidate of the increased term, and has no entry of it. So the term is that of
 * the leader
 *
 * <ul>
 *   <li>if the server was not a candidate of this term, or has an entry of it, or
 *   <li>if it applies an entry of it later, and has not recognized another leader. Ratis recognizes the leader of an
 *       entry before it appends the entry.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class FollowedLeader {
    private @Nullable ServerId leader;
    private long term = TrackedDivision.UNKNOWN;
    private boolean certain;

    /** Handles a new leader. {@return whether its term is certain, or certainly unknown} */
    boolean changed(ServerId to, TrackedDivision division) {
        leader = to;
        term = division.term();
        certain = term == TrackedDivision.UNKNOWN || division.hasTermOfAnother(term);
        return certain;
    }

    /** Handles an entry that the server applies. {@return the leader, if it is certain since this entry, or null} */
    @Nullable
    ServerId applied(long entry) {
        if (certain || leader == null || entry != term) {
            return null;
        }
        certain = true;
        return leader;
    }

    long term() {
        return term;
    }

    /** Handles the end of the view: the server follows nobody, or it leads. */
    void ended() {
        leader = null;
    }
}
