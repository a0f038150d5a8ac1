package io.raftelection.watch.elections;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/**
 * Reports the candidates of one election to a tracker, as a store has them. It tracks each candidate while it has an
 * entry. For one thread.
 */
public final class ElectionReports {
    private static final int MAX_CANDIDATES = 1_000;

    private final Tracker tracker;
    private final Map<ServerId, LeadershipSink> sinks = new HashMap<>();
    private Optional<Candidate> leader = Optional.empty();

    /** Whether the state before the next report is known, so that a leader in it has acquired leadership since. */
    private boolean isCurrent;

    /**
     * Creates reports.
     *
     * @param tracker the tracker of the election
     */
    public ElectionReports(Tracker tracker) {
        this.tracker = tracker;
    }

    /**
     * Reports the present candidates. The one with the lowest token leads.
     *
     * @param candidates the candidates
     * @param reason why the leader has lost, if it has
     */
    public void present(Collection<Candidate> candidates, String reason) {
        present(
                candidates,
                candidates.stream().reduce((one, other) -> one.token() <= other.token() ? one : other),
                reason);
    }

    /**
     * Reports the present candidates after changes that may not be known. A leader that still leads has led without a
     * break, since its entry is the same. Since when another one has led is unknown.
     *
     * @param candidates the candidates
     * @param lowest the one that leads
     * @param reason why the leader has lost, if it has
     */
    public void presentAgain(Collection<Candidate> candidates, Optional<Candidate> lowest, String reason) {
        isCurrent &= lowest.equals(leader);
        present(candidates, lowest, reason);
    }

    /**
     * Reports the present candidates.
     *
     * @param candidates the candidates
     * @param lowest the one that leads
     * @param reason why the leader has lost, if it has
     */
    public void present(Collection<Candidate> candidates, Optional<Candidate> lowest, String reason) {
        if (!lowest.equals(leader)) {
            end(reason);
        }
        var names = new HashSet<ServerId>();
        candidates.stream().limit(MAX_CANDIDATES).forEach(candidate -> names.add(candidate.name()));
        lowest.ifPresent(candidate -> names.add(candidate.name()));
        sinks.keySet().removeIf(name -> !names.contains(name) && untrack(name));
        names.forEach(name -> sinks.computeIfAbsent(name, tracker::track));
        if (leader.isEmpty() && lowest.isPresent()) {
            begin(lowest.get());
        }
        isCurrent = true;
    }

    private boolean untrack(ServerId name) {
        tracker.untrack(name);
        return true;
    }

    private void begin(Candidate candidate) {
        var sink = sinks.get(candidate.name());
        if (sink == null) {
            return;
        }
        if (isCurrent) {
            sink.acquiredWithToken(candidate.token());
        } else {
            sink.leadsAlready(-1, candidate.token());
        }
        leader = Optional.of(candidate);
    }

    /**
     * Reports that the store cannot be asked, so that the leader is unknown.
     *
     * @param reason why
     */
    public void unknown(String reason) {
        end(reason);
        isCurrent = false;
    }

    private void end(String reason) {
        leader.map(Candidate::name).map(sinks::get).ifPresent(sink -> sink.lost(reason));
        leader = Optional.empty();
    }
}
