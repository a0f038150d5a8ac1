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
 * Elections by Curator on an embedded ZooKeeper. The leader gives up; the listener of the next is told, and tells a
 * tracker.
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

    static List<Finding> measure(Strength strength) throws Exception {
        try (var election = new CuratorElection(strength.polls)) {
            election.run(strength.polls);
            return List.of(
                    Finding.of(
                            "Curator's LeaderLatchListener: lag after the leader began to give up",
                            election.listener.toString()),
                    Finding.of("Tracker.await told by that listener: lag after it", election.waiter.toString()));
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
            waiter.add(known.get() - next.told);
            listener.add(next.told - given);
            leader = next;
        }
        leader.latch.close();
    }

    private final class Candidate implements LeaderLatchListener {
        private final ServerId id;
        private final LeadershipSink server;
        private final LeaderLatch latch;
        private volatile long told;

        Candidate(int number) throws Exception {
            id = ServerId.of("s" + number);
            server = tracker.track(id);
            latch = new LeaderLatch(client, "/leader", id.value());
            latch.addListener(this);
            latch.start();
        }

        /** Waits until it stands for election, behind the leader. */
        void settle() throws Exception {
            while (latch.getParticipants().size() < 2) {
                Thread.onSpinWait();
            }
            Thread.sleep(20);
        }

        @Override
        public void isLeader() {
            told = System.nanoTime();
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
