package io.raftelection.micrometer;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Measures the periods whose beginning and end were both reported. A period of which one of the two is unknown is not
 * measured. Not thread-safe.
 */
final class Timings {
    private final ClusterMeters meters;
    private final ServerMeters servers;
    private final Duration from;

    /** The moment at which the last leader lost leadership; empty while one leads, and if it was not reported. */
    private Optional<Duration> leaderlessSince = Optional.empty();

    /** The start of the present overlap, if there is one and its start was reported. */
    private Optional<Duration> overlapSince = Optional.empty();

    /** The latest leader on which the servers do not agree yet. */
    private Optional<Acquired> disputed = Optional.empty();

    Timings(ClusterMeters meters, ServerMeters servers, Duration from) {
        this.meters = meters;
        this.servers = servers;
        this.from = from;
    }

    /** Whether the beginning of the leadership was reported. */
    private static boolean isStartKnown(Acquired held) {
        return !held.already();
    }

    void acquired(Acquired event, boolean isElection, int leaders) {
        if (isElection) {
            leaderlessSince.ifPresent(since -> meters.timeToElect(event.at().minus(since)));
            disputed = Optional.of(event);
        }
        leaderlessSince = Optional.empty();
        if (leaders == 2 && isElection) {
            overlapSince = Optional.of(event.at());
        }
    }

    void ready(Ready event, Acquired held) {
        if (isStartKnown(held) && event.at().compareTo(from) >= 0) {
            meters.timeToReady(event.at().minus(held.at()));
        }
    }

    void lost(Lost event, Acquired held, int leaders) {
        boolean isEndKnown = !Reporting.isUntracked(event);
        if (isEndKnown && isStartKnown(held) && event.at().compareTo(from) >= 0) {
            servers.tenure(event.server(), event.at().minus(held.at()));
        }
        if (leaders == 1) {
            overlapSince
                    .filter(since -> isEndKnown)
                    .ifPresent(since -> meters.overlap(event.at().minus(since)));
            overlapSince = Optional.empty();
        }
        disputed = disputed.filter(leader -> !leader.server().equals(event.server()));
        leaderlessSince = leaders == 0 && isEndKnown ? Optional.of(event.at()) : Optional.empty();
    }

    /** A server follows a leader that reports nothing here, so the next acquisition may be of a later election. */
    void electedElsewhere() {
        leaderlessSince = Optional.empty();
    }

    /** Checks whether all servers follow the latest leader now. */
    void agreement(Duration at, Reporting reporting, Supplier<List<Standing>> standings) {
        disputed.filter(reporting::isFollowed)
                .filter(leader -> reporting.agreesOn(leader, standings.get()))
                .ifPresent(leader -> {
                    meters.timeToAgreement(at.minus(leader.at()));
                    disputed = Optional.empty();
                });
    }

    /** Measures nothing that has begun. */
    void clear() {
        leaderlessSince = Optional.empty();
        overlapSince = Optional.empty();
        disputed = Optional.empty();
    }
}
