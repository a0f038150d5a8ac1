package io.raftelection.internal;

import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What a server reported, besides the leadership that it holds now, and where its reports come from. A server that its
 * user notifies of acquisitions and losses only has none, so it is created on demand. Guarded by the ledger's lock.
 */
final class ReportedState {
    /** The source of its notifications, if it has one that must be closed. */
    @Nullable
    Subscription source;

    /** The latest attachment, which is the only one whose reports count. */
    @Nullable
    Attachment attachment;

    /** Why the server cannot report readiness; null if it can. */
    @Nullable
    String readinessUnavailable;

    /** The latest committed configuration that the server applied. */
    @Nullable
    Members members;

    /** Whom the server follows; null while it leads, and while that is unknown. */
    private @Nullable ReportedView view;

    /** The latest loss of the server; null while it leads. */
    private @Nullable RecordedEvent loss;

    private long latestTerm = Terms.NONE;
    private long endedTerm = Terms.NONE;
    private long endedAt = -1;

    /** Creates it for a server that has reported nothing. */
    ReportedState() {}

    /** Creates it for a server that may have led before. */
    ReportedState(ServerState state, @Nullable RecordedEvent lastEvent) {
        if (state instanceof ServerState.Leading leading) {
            latestTerm = leading.leadership().termNumber();
        } else if (lastEvent != null && lastEvent.event() instanceof Lost lost && lost.isChange()) {
            loss = lastEvent;
            ended(lost.term().orElse(Terms.NONE), Checks.moment(lost.at()));
        }
    }

    /** Forgets the terms of an earlier attachment, whose storage may be gone. */
    void attached() {
        readinessUnavailable = null;
        latestTerm = Terms.NONE;
    }

    void acquired(long term) {
        view = null;
        loss = null;
        endedTerm = Terms.NONE; // after a failed transfer it leads the same term again
        endedAt = -1;
        latestTerm = Math.max(latestTerm, term);
    }

    void ended(RecordedEvent event, long term, long at) {
        loss = event;
        ended(term, at);
    }

    void ended(long term, long at) {
        endedTerm = term;
        endedAt = at;
        latestTerm = Math.max(latestTerm, term);
    }

    void sees(@Nullable ReportedView seen) {
        view = seen;
        if (seen != null) {
            latestTerm = Math.max(latestTerm, seen.term());
        }
    }

    @Nullable
    ReportedView view() {
        return view;
    }

    @Nullable
    RecordedEvent loss() {
        return loss;
    }

    /** Returns the latest term that the server reported, or {@link Terms#NONE}. */
    long latestTerm() {
        return latestTerm;
    }

    /** Whether this server, which another one follows, said since that it does not lead that term. */
    boolean outdates(ReportedView followers) {
        long term = followers.term();
        if (term == Terms.NONE || (latestTerm == Terms.NONE && endedTerm == Terms.NONE)) {
            return endedAt >= followers.at();
        }
        return latestTerm > term || endedTerm == term;
    }
}
