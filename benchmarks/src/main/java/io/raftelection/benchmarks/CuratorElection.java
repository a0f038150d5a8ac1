package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.CloseMode;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Measures elections of Curator's leader latch on an embedded ZooKeeper. The leader closes its latch; the listener of
 * the next leader notifies a tracker.
 */
final class CuratorElection {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CuratorFramework client;
    private final Tracker tracker = Tracker.lenient("benchmark");
    private Candidate leader;
    private volatile Candidate next;
    private long term;
    private long given;

    private CuratorElection(CuratorFramework client) throws Exception {
        this.client = client;
        leader = new Candidate();
        next = leader;
        leader.latch.await();
    }

    static List<Measurement> measure(Profile profile, Waiter waiter) throws Exception {
        var listener = new ListStatistics();
        var known = new ListStatistics();
        try (var zooKeeper = new TestingServer();
                var client = CuratorFrameworkFactory.newClient(zooKeeper.getConnectString(), new RetryOneTime(100))) {
            client.start();
            var election = new CuratorElection(client);
            var signal = waiter.blocked(
                    "Curator",
                    election::queue,
                    () -> election.tracker.await(election.next.id, PATIENCE),
                    election::closeLeader,
                    Waiter.NOTHING);
            for (int i = 0; i < profile.changes; i++) {
                long end = waiter.wake(signal, () -> Thread.sleep(20));
                listener.addValue((double) (election.next.notified - election.given));
                known.addValue((double) (end - election.next.notified));
                election.leader = election.next;
            }
            election.closeLeader();
            Checks.quiet(election.tracker);
        }
        return List.of(
                Measurement.tail(
                        "Curator's LeaderLatchListener: lag after the leader starts to close its latch", listener),
                Measurement.tail("Tracker.await: lag after that listener", known));
    }

    /** Puts the next candidate into the queue behind the leader. */
    private void queue() throws Exception {
        next = new Candidate();
        while (next.latch.getParticipants().size() < 2) {
            Thread.onSpinWait();
        }
    }

    private void closeLeader() throws Exception {
        given = System.nanoTime();
        leader.latch.close(CloseMode.NOTIFY_LEADER);
    }

    private final class Candidate implements LeaderLatchListener {
        private final long number = ++term;
        private final ServerId id = ServerId.of("s" + number);
        private final LeadershipSink server = tracker.track(id);
        private final LeaderLatch latch = new LeaderLatch(client, "/leader", id.value());
        private volatile long notified;

        Candidate() throws Exception {
            latch.addListener(this);
            latch.start();
        }

        @Override
        public void isLeader() {
            notified = System.nanoTime();
            server.acquired(number);
        }

        @Override
        public void notLeader() {
            server.lost();
        }
    }
}
