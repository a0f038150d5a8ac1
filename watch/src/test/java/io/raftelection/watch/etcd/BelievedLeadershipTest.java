package io.raftelection.watch.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.report.Recording;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.beside.Beside;
import io.raftelection.watch.beside.BesideReport;
import io.raftelection.watch.beside.Disagreement;
import io.raftelection.watch.beside.Disagreement.Kind;
import io.raftelection.watch.beside.LiveBeside;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.faults.ServerProcess;
import io.raftelection.watch.recording.FollowedRecordings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two application processes that a real etcd elects: what the store says is compared with what they record, live and
 * afterwards, while the leader is killed or frozen. {@code -Draftelection.watch.rounds=N} sets how often.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class BelievedLeadershipTest {
    private static final int ROUNDS = Integer.getInteger("raftelection.watch.rounds", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ELECTION = "app/orders";
    private static final List<String> NAMES = List.of("a1", "a2");

    /** What the pages promise for {@link Beside#of}: 100 ms for each process. */
    private static final Duration ERROR = Duration.ofMillis(200);

    @TempDir
    private Path folder;

    private final Map<String, ServerProcess> applications = new LinkedHashMap<>();
    private Processes etcd;
    private Watch store;
    private Watch believed;
    private LiveBeside live;

    @BeforeEach
    void startAll() throws Exception {
        etcd = EtcdCluster.onLoopback(folder, 1).startAll();
        store = Watch.start(
                EtcdElection.source(List.of(Endpoint.parse(address())), Access.open(), ELECTION + "/"),
                WatchSettings.of("orders"));
        believed = Watch.start(
                FollowedRecordings.of(NAMES.stream().map(this::recording).toList()),
                WatchSettings.of("orders").withInterval(Duration.ofMillis(100)));
        live = LiveBeside.start(store.tracker(), believed.tracker(), period -> {});
        start("a1");
        awaitBelief("a1"); // so that the times of the two recordings do not count from the same moment
        start("a2");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var application : applications.values()) {
            application.kill();
        }
        for (var each : new AutoCloseable[] {live, store, believed, etcd}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private String address() {
        return etcd.address(etcd.servers().get(0));
    }

    private Path recording(String name) {
        return folder.resolve(name + ".jsonl");
    }

    private void start(String name) throws IOException {
        applications.put(
                name,
                ServerProcess.start(
                        folder.resolve(name + ".txt"),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", ""),
                                BelievingApp.class.getName(),
                                address(),
                                ELECTION,
                                name,
                                recording(name).toString())));
    }

    private ServerProcess process(String name) {
        return Objects.requireNonNull(applications.get(name));
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() < end)
                    .as(() -> store.tracker().history() + "\n"
                            + believed.tracker().history() + believed.problems())
                    .isTrue();
            Thread.sleep(5);
        }
    }

    private static boolean leads(Tracker tracker, String name) {
        return tracker.standings().stream()
                .anyMatch(standing ->
                        standing.server().equals(ServerId.of(name)) && standing.role() == Standing.Role.LEADING);
    }

    /** Waits until one application leads for the store and for itself, and no other one for itself. */
    private String awaitLeader() throws InterruptedException {
        until(() -> NAMES.stream().filter(name -> leads(store.tracker(), name)).count() == 1
                && NAMES.stream().allMatch(name -> leads(store.tracker(), name) == leads(believed.tracker(), name)));
        return NAMES.stream()
                .filter(name -> leads(store.tracker(), name))
                .findFirst()
                .orElseThrow();
    }

    private static String other(String name) {
        return name.equals("a1") ? "a2" : "a1";
    }

    private void awaitBelief(String name) throws InterruptedException {
        until(() -> leads(store.tracker(), name) && leads(believed.tracker(), name));
    }

    /**
     * Ends the comparison, and lets the last leader record that it has lost. {@return what the recordings say, compared
     * with the history of the store}
     */
    private BesideReport recorded(List<History> runs) throws Exception {
        awaitLeader();
        until(() -> both(live.report()).stream().noneMatch(Disagreement::lasts)); // the latest events count too
        live.close();
        var history = store.tracker().history();
        etcd.kill(etcd.servers().get(0));
        until(() -> NAMES.stream().noneMatch(name -> leads(believed.tracker(), name)));
        for (var name : NAMES) {
            runs.addAll(Recording.readRuns(recording(name)));
        }
        return Beside.of(history, runs);
    }

    private static List<Disagreement> both(BesideReport report) {
        return report.periods().stream()
                .filter(period -> period.kind() == Kind.TWO_APPLICATIONS)
                .toList();
    }

    @Test
    void applicationsNeverBothBelieveThatTheyLeadIfTheLeaderIsKilled() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            var leader = awaitLeader();
            process(leader).kill();
            awaitBelief(other(leader));
            start(leader);
            until(() -> !leads(believed.tracker(), leader)); // its next run has begun
        }
        var report = recorded(new ArrayList<>());

        print("killed", report);
        // An application that lost its lease on a busy machine may seem to overlap its successor by the errors.
        assertThat(both(report)).hasSizeLessThanOrEqualTo(losses());
        assertThat(both(live.report())).hasSizeLessThanOrEqualTo(losses());
    }

    /** {@return how many leaderships ended before etcd was killed without a kill of the leader} */
    private int losses() {
        return (int) believed.tracker().history().events().stream()
                        .filter(event ->
                                event instanceof Lost lost && !lost.reason().equals(FollowedRecordings.RUN_ENDED))
                        .count()
                - 1;
    }

    @Test
    void applicationsBothBelieveThatTheyLeadWhileTheLeaderWasFrozenAndNoLonger() throws Exception {
        var least = new ArrayList<Duration>();
        var most = new ArrayList<Duration>();
        for (int i = 0; i < ROUNDS; i++) {
            var leader = awaitLeader();
            long frozen = System.nanoTime();
            process(leader).freeze();
            awaitBelief(other(leader));
            long seen = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(500 + 100 * (i % 5)); // the fault goes on while both believe
            least.add(Duration.ofNanos(System.nanoTime() - seen));
            process(leader).resume();
            until(() -> !leads(believed.tracker(), leader));
            most.add(Duration.ofNanos(System.nanoTime() - frozen).minus(BelievingApp.TTL.dividedBy(2)));
        }
        var runs = new ArrayList<History>();
        var report = recorded(runs);

        print("frozen", report);
        var lags = lags(runs);
        print("frozen, lags of the recordings: " + lags);
        var error = ERROR.plus(lags.get(lags.size() - 1)).minus(lags.get(0));
        var periods = both(report);
        var lived = both(live.report());
        assertThat(periods).hasSize(ROUNDS);
        assertThat(lived).hasSize(ROUNDS);
        for (int i = 0; i < ROUNDS; i++) {
            var length = periods.get(i).length();
            assertThat(length).isBetween(least.get(i).minus(ERROR), most.get(i).plus(ERROR));
            assertThat(lived.get(i).length().minus(length).abs()).isLessThan(error);
        }
    }

    /** {@return by how much later than they were recorded the acquisitions and losses were received, sorted} */
    private List<Duration> lags(List<History> runs) {
        var received = believed.tracker().history();
        var lags = new ArrayList<Duration>();
        for (var run : runs) {
            var server = run.events().get(0).server();
            var told = changes(received, server);
            var written = changes(run, server);
            assertThat(told).as("what was received of " + written).hasSameSizeAs(written);
            for (int i = 0; i < told.size(); i++) {
                lags.add(Duration.between(
                        run.instant(written.get(i).at()),
                        received.instant(told.get(i).at())));
            }
        }
        return lags.stream().sorted().toList();
    }

    private static List<LeadershipEvent> changes(History history, ServerId server) {
        return history.events().stream()
                .filter(event -> event.server().equals(server))
                .filter(event -> event instanceof Acquired || event instanceof Lost)
                .toList();
    }

    private static void print(String line) {
        System.out.println("etcd-election, " + ROUNDS + " leaders " + line);
    }

    private void print(String fault, BesideReport report) {
        print(fault + "; recorded: "
                + both(report).stream().map(Disagreement::length).sorted().toList() + "; live: "
                + both(live.report()).stream()
                        .map(Disagreement::length)
                        .sorted()
                        .toList() + "\n" + String.join("\n", report.summary()));
    }
}
