package io.raftelection.watch.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.watch.Access;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.recording.FollowedRecordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three real processes of HashiCorp raft, tracked by their followed recordings and, at the same time, by polls. */
@Timeout(1_800)
final class HashicorpRaftTest {
    private static final int ROUNDS = Integer.getInteger("raftelection.watch.rounds", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private static final Pattern WROTE = Pattern.compile("\"wrote\":\"([^\"]+)\"");

    /** An entry for each event of the followed recordings. */
    private final BlockingQueue<LeadershipEvent> pushed = new LinkedBlockingQueue<>();

    private final Queue<Received> received = new ConcurrentLinkedQueue<>();

    /** An event, and the time of the system clock at which the listener received it. */
    private record Received(LeadershipEvent event, Instant at) {
        /** Whether a line that was written while the file was followed says so. */
        boolean isWritten() {
            return !event.already()
                    && !event.toString().contains("the recording ends")
                    && (event instanceof Acquired || event instanceof Lost);
        }
    }

    @Test
    void trackersReportWhatTheServersLogged() throws Exception {
        try (var cluster = new HashicorpCluster(folder);
                var followed = Watch.start(
                        FollowedRecordings.of(cluster.servers().stream()
                                .map(cluster::recording)
                                .toList()),
                        WatchSettings.of("orders"),
                        listener());
                var polled = Watch.start(
                        HashicorpRaft.source(cluster.endpoints(), Access.open()),
                        WatchSettings.of("orders").withInterval(Duration.ofMillis(100)))) {
            var tracker = followed.tracker();
            var leader = tracker.awaitLeader(PATIENCE);
            for (int i = 0; i < ROUNDS; i++) {
                var killed = leader.server();
                cluster.kill(killed);
                leader = awaitLeaderAfter(tracker, leader);
                cluster.restart(killed);
                var frozen = leader.server();
                cluster.signal(frozen, "STOP");
                leader = awaitLeaderAfter(tracker, leader);
                cluster.signal(frozen, "CONT");
            }
            awaitLogged(cluster, tracker);
            assertThat(polled.tracker().awaitLeader(PATIENCE)).isNotNull();

            assertThat(tracker.history().isSafe()).isTrue();
            assertThat(tracker.anomalies()).isEmpty();
            assertThat(acquisitions(tracker)).containsAll(acquisitions(polled.tracker()));
            assertThat(polled.tracker().history().isSafe()).isTrue();
            printLag(cluster);
        }
    }

    private WatchListener listener() {
        return new WatchListener() {
            @Override
            public void event(String group, LeadershipEvent event) {
                received.add(new Received(event, Instant.now()));
                pushed.add(event);
            }
        };
    }

    /** Waits until another server leads a later term. */
    private Leadership awaitLeaderAfter(Tracker tracker, Leadership before) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var leader = tracker.leader();
            if (leader.isPresent() && !leader.get().server().equals(before.server())) {
                return leader.get();
            }
            assertThat(pushed.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS))
                    .as("a leader after " + before + " in " + tracker.history())
                    .isNotNull();
        }
    }

    /** Waits until the tracker has received what the servers logged, which goes on meanwhile. */
    private void awaitLogged(HashicorpCluster cluster, Tracker tracker) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!logged(cluster).equals(told(cluster, tracker)) && System.nanoTime() < deadline) {
            pushed.poll(100, TimeUnit.MILLISECONDS);
        }
        assertThat(told(cluster, tracker)).isEqualTo(logged(cluster));
    }

    private static List<List<String>> logged(HashicorpCluster cluster) throws IOException {
        var all = new ArrayList<List<String>>();
        for (var server : cluster.servers()) {
            all.add(cluster.logged(server));
        }
        return all;
    }

    private static List<List<String>> told(HashicorpCluster cluster, Tracker tracker) {
        return cluster.servers().stream()
                .map(server -> changes(tracker, server).stream()
                        .map(HashicorpRaftTest::words)
                        .toList())
                .toList();
    }

    private static List<LeadershipEvent> changes(Tracker tracker, ServerId server) {
        return tracker.history().events().stream()
                .filter(event -> event.server().equals(server))
                .filter(event -> event instanceof Acquired || event instanceof Lost)
                .toList();
    }

    private static String words(LeadershipEvent event) {
        return (event instanceof Acquired ? "acquired " : "lost ")
                + event.term().orElse(-1);
    }

    private static List<String> acquisitions(Tracker tracker) {
        return tracker.history().events().stream()
                .filter(event -> event instanceof Acquired)
                .map(event -> event.server() + " " + words(event))
                .distinct()
                .toList();
    }

    /**
     * Prints how long events took from the moment before a process wrote them to the listener. Both times are of the
     * system clock: the tracker's own wall-clock times may differ from it by more than the lag.
     */
    private void printLag(HashicorpCluster cluster) throws IOException {
        var lags = new ArrayList<Duration>();
        for (var server : cluster.servers()) {
            var arrivals = received.stream()
                    .filter(each -> each.event().server().equals(server) && each.isWritten())
                    .toList();
            var written = written(cluster.recording(server));
            for (int i = 1; i <= Math.min(arrivals.size(), written.size()); i++) { // what was there before is skipped
                lags.add(Duration.between(
                        written.get(written.size() - i),
                        arrivals.get(arrivals.size() - i).at()));
            }
        }
        lags.sort(Duration::compareTo);
        assertThat(lags).isNotEmpty();
        if (lags.get(0).isNegative()) {
            System.out.println("hashicorp-raft: no lag, because the system clock was set back: " + lags);
            return;
        }
        System.out.printf(
                "hashicorp-raft: %d events, lag p50 %d us, p99 %d us, load %s%n",
                lags.size(),
                lags.get(lags.size() / 2).toNanos() / 1_000,
                lags.get(lags.size() * 99 / 100).toNanos() / 1_000,
                Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    }

    private static List<Instant> written(Path file) throws IOException {
        return WROTE.matcher(Files.readString(file))
                .results()
                .map(found -> Instant.parse(found.group(1)))
                .toList();
    }
}
