package io.raftelection.springboot;

import io.raftelection.KnownLeader;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.TrackerClosedException;
import io.raftelection.springboot.RaftElectionProperties.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/**
 * The health of an application as a part of its Raft cluster.
 *
 * <ul>
 *   <li>{@code UP}: a leader is known, here or elsewhere. A follower is healthy.
 *   <li>{@code DOWN}: no leader is known for longer than {@code raft-election.health.grace}. The application can
 *       neither serve nor redirect.
 *   <li>{@code OUT_OF_SERVICE}: only if {@code raft-election.health.requires} is {@code leading}: no server of this
 *       process leads, or it lost leadership. There is no grace period.
 *   <li>{@code UNKNOWN}: the tracker follows no server, or was closed.
 * </ul>
 *
 * <p>It shows what was reported last: an isolated leader stays healthy until its engine reports the loss.
 */
public final class LeadershipHealthIndicator extends AbstractHealthIndicator {
    private final Tracker tracker;
    private final Requirement requires;
    private final Duration grace;

    /** The moment since when no leader is known; empty while one is known. */
    private volatile Optional<Duration> unknownSince;

    LeadershipHealthIndicator(Tracker tracker, RaftElectionProperties.Health settings) {
        super("leadership cannot be determined");
        this.tracker = tracker;
        this.requires = settings.requires();
        this.grace = settings.grace();
        this.unknownSince = Optional.of(tracker.elapsed());
        try {
            tracker.subscribe(new Events());
        } catch (TrackerClosedException e) {
            // It follows no server, so its health is unknown.
        }
    }

    /** Receives the events of the tracker. */
    private final class Events implements LeadershipListener {

        @Override
        public void on(LeadershipEvent event) {
            follow(event.at());
        }

        @Override
        public void missed(long events, List<Standing> standings) {
            follow(tracker.elapsed());
        }
    }

    private void follow(Duration at) {
        if (tracker.knownLeader().isPresent()) {
            unknownSince = Optional.empty();
        } else if (unknownSince.isEmpty()) {
            unknownSince = Optional.of(at);
        }
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        var standings = tracker.standings();
        var known = tracker.knownLeader();
        builder.withDetail("cluster", tracker.history().cluster());
        known.ifPresent(leader -> addLeader(builder, leader));
        standings.forEach(standing -> builder.withDetail("server." + standing.server(), word(standing.role())));
        if (standings.stream().allMatch(standing -> standing.role() == Standing.Role.CLOSED)) {
            builder.status(Status.UNKNOWN).withDetail("reason", "no server is tracked");
        } else if (requires == Requirement.LEADING) {
            requireLeading(builder, standings.stream().anyMatch(standing -> standing.role() == Standing.Role.LEADING));
        } else {
            requireKnown(builder, known.isPresent());
        }
    }

    private static void requireLeading(Health.Builder builder, boolean isLeading) {
        if (isLeading) {
            builder.up();
        } else {
            builder.outOfService().withDetail("reason", "no server of this process leads");
        }
    }

    private void requireKnown(Health.Builder builder, boolean isKnown) {
        var since = unknownSince.orElseGet(tracker::elapsed);
        if (isKnown || tracker.elapsed().minus(since).compareTo(grace) < 0) {
            builder.up();
        } else {
            builder.down().withDetail("reason", "no leader is known").withDetail("since", tracker.instant(since));
        }
    }

    private static void addLeader(Health.Builder builder, KnownLeader leader) {
        builder.withDetail("leader", leader.server().value());
        leader.term().ifPresent(term -> builder.withDetail("term", term));
    }

    private static String word(Standing.Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
