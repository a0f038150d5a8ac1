package io.raftelection.testing;

import io.raftelection.Fact;
import io.raftelection.Leadership;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** The steps of an election in which only one server can win, and of the end of its leadership. */
final class Elections {
    private final TestCluster cluster;
    private final Tracker tracker;
    private final ElectionMonitor monitor;
    private final Convergence convergence;
    private final Lifetime lifetime;

    Elections(
            TestCluster cluster, Tracker tracker, ElectionMonitor monitor, Convergence convergence, Lifetime lifetime) {
        this.cluster = cluster;
        this.tracker = tracker;
        this.monitor = monitor;
        this.convergence = convergence;
        this.lifetime = lifetime;
    }

    /** The way in which a server is made the leader. */
    interface Means {
        void use(ServerId server) throws IOException, InterruptedException;
    }

    /** Makes a server lead. When this returns, all servers that are connected to it follow it, and none can win. */
    Leadership elect(ServerId server, Means means) throws IOException, InterruptedException {
        monitor.check();
        Leadership leadership;
        try {
            monitor.allow(server);
            cluster.allow(Set.of(server));
            leadership = followedLeadership(server, means);
        } catch (LeadershipTimeoutException e) {
            monitor.abandon(server);
            throw convergence.notElected(server, e);
        } catch (IOException | InterruptedException | RuntimeException e) {
            monitor.abandon(server); // it may lead, and the test has no term to depose
            throw e;
        } finally {
            allowNobody();
        }
        monitor.check();
        monitor.settle();
        return leadership;
    }

    /**
     * Makes a server lead, and waits until all follow it. On a busy machine a leader may receive no answers in time and
     * step down. It then stands for election again.
     */
    private Leadership followedLeadership(ServerId server, Means means) throws IOException, InterruptedException {
        long end = System.nanoTime() + convergence.limit().toNanos();
        means.use(server);
        while (true) {
            var left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            var leadership = tracker.await(server, left);
            if (convergence.awaitAgreement(leadership)) {
                return leadership;
            }
            cluster.standForElection(server);
        }
    }

    private void allowNobody() {
        if (!lifetime.hasEnded()) {
            cluster.allow(Set.of());
        }
        monitor.allowNobody();
    }

    /** Deposes a leader whose election was given up, because it took too long or the thread was interrupted. */
    void deposeLateLeader() throws IOException, InterruptedException {
        var leader = tracker.leader().filter(leadership -> monitor.isAbandoned(leadership.server()));
        if (leader.isPresent()) {
            depose(leader.get());
        }
    }

    /** Makes a leader give up leadership, and waits until it has. */
    void depose(Leadership leadership) throws IOException, InterruptedException {
        if (leadership.isHeld()) {
            cluster.facts().doing(Fact.Kind.STEP_DOWN, leadership.server(), "", () -> {
                stepDown(leadership.server());
                convergence.awaitLost(leadership);
            });
        }
    }

    private void stepDown(ServerId leader) throws IOException, InterruptedException {
        try {
            cluster.giveUp(leader);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // it no longer leads, or was killed; its loss is then reported
        }
    }
}
