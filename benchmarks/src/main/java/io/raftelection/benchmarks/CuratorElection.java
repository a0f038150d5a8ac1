package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.CloseMode;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;

/**
 * Measures elections of Curator's leader latch on an embedded ZooKeeper. The leader closes its latch; the listener of
 * the next leader notifies a tracker.
 */
final class CuratorElection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestingServer zooKeeper = new TestingServer();
    private final CuratorFramework client =
            CuratorFrameworkFactory.newClient(zooKeeper.getConnectString(), new RetryOneTime(100));
    private final Tracker tracker = Tracker.lenient("benchmark");
    private final AtomicLong term = new AtomicLong();
    private final Latencies listener;
    private final Latencies waiter;

    private CuratorElection(int rounds) throws Exception {
        listener = new Latencies(rounds);
        waiter = new Latencies(rounds);
        client.start();
    }

    static List<Measurement> measure(Profile profile) throws Exception {
        try (var election = new CuratorElection(profile.polls)) {
            election.run(profile.polls);
            return List.of(
                    Measurement.of(
                            "Curator's LeaderLatchListener: lag after the leader starts to close its latch",
                            election.listener.toString()),
                    Measurement.of("Tracker.await: lag after that listener", election.waiter.toString()));
        }
    }

    private void run(int rounds) throws Exception {
        var leader = new Candidate(0);
        leader.latch.await();
        for (int i = 1; i <= rounds; i++) {
            var next = new Candidate(i);
            Wait wait = () -> tracker.await(next.id, PATIENCE);
            var known = wait.start();
            next.settle();
            long given = System.nanoTime();
            leader.latch.close(CloseMode.NOTIFY_LEADER);
            waiter.add(known.get() - next.notified);
            listener.add(next.notified - given);
            leader = next;
        }
        leader.latch.close();
    }

    private final class Candidate implements LeaderLatchListener {
        private final ServerId id;
        private final LeadershipSink server;
        private final LeaderLatch latch;
        private volatile long notified;

        Candidate(int number) throws Exception {
            id = ServerId.of("s" + number);
            server = tracker.track(id);
            latch = new LeaderLatch(client, "/leader", id.value());
            latch.addListener(this);
            latch.start();
        }

        /** Waits until this candidate is in the queue behind the leader. */
        void settle() throws Exception {
            while (latch.getParticipants().size() < 2) {
                Thread.onSpinWait();
            }
            Thread.sleep(20);
        }

        @Override
        public void isLeader() {
            notified = System.nanoTime();
            server.acquired(term.incrementAndGet());
        }

        @Override
        public void notLeader() {
            server.lost();
        }
    }

    @Override
    public void close() throws IOException {
        Checks.quiet(tracker);
        tracker.close();
        client.close();
        zooKeeper.close();
    }
}
