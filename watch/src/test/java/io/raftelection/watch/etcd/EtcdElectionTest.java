package io.raftelection.watch.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.faults.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An election of real applications in a real etcd, watched from outside. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class EtcdElectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ELECTION = "app/orders";

    @TempDir
    Path folder;

    private Processes etcd;
    private Watch watch;
    private final Map<String, ServerProcess> apps = new LinkedHashMap<>();

    @BeforeEach
    void startEtcd() throws Exception {
        etcd = EtcdCluster.onLoopback(folder, 3).startAll();
        start("a1");
        until(() -> output("a1").contains("acquired"));
        watch = watched();
    }

    @AfterEach
    void closeAll() throws Exception {
        if (watch != null) {
            watch.close();
        }
        for (var app : apps.values()) {
            app.kill();
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    private List<String> addresses() {
        return etcd.servers().stream().map(etcd::address).toList();
    }

    private Watch watched() throws IOException {
        var source =
                EtcdElection.source(addresses().stream().map(Endpoint::parse).toList(), Access.open(), ELECTION + "/");
        return Watch.start(source, WatchSettings.of("orders").withTimeout(Duration.ofSeconds(1)));
    }

    private void start(String name) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", ""),
                ElectionApp.class.getName(),
                addresses().get(apps.size() % 3),
                ELECTION,
                name);
        apps.put(name, ServerProcess.start(folder.resolve(name + ".txt"), command));
    }

    private void kill(String name) throws Exception {
        Objects.requireNonNull(apps.get(name)).kill();
    }

    private String output(String name) {
        try {
            return Files.readString(folder.resolve(name + ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void until(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime() < end)
                    .as(() -> "in time; "
                            + apps.keySet().stream().map(this::output).toList()
                            + (watch == null ? "" : "\n" + watch.tracker().history() + watch.problems()))
                    .isTrue();
            Thread.sleep(20);
        }
    }

    private void awaitLeader(String name) throws Exception {
        until(() -> watch.tracker()
                .leader()
                .filter(leader -> leader.server().value().equals(name))
                .isPresent());
    }

    /** What the applications say: the token of each acquisition and who made it. */
    private SortedMap<Long, String> acquisitions() {
        var all = new TreeMap<Long, String>();
        for (var name : apps.keySet()) {
            output(name)
                    .lines()
                    .filter(line -> line.startsWith("acquired "))
                    .forEach(line -> all.put(Long.parseLong(line.substring("acquired ".length())), name));
        }
        return all;
    }

    private List<String> told() {
        return watch.tracker().history().events().stream()
                .filter(Acquired.class::isInstance)
                .map(event -> event.server().value())
                .toList();
    }

    @Test
    void leadersAreThoseThatTheApplicationsSayAndTheTokensToo() throws Exception {
        awaitLeader("a1");
        assertThat(watch.tracker().history().events().get(0).already()).isTrue();
        for (var name : List.of("a2", "a3", "a4")) {
            start(name);
            kill(told().get(told().size() - 1));
            awaitLeader(name);
            long token = watch.tracker().leader().orElseThrow().fencingToken().orElseThrow();
            until(() -> output(name).contains("acquired " + token));
        }

        assertThat(told()).containsExactlyElementsOf(acquisitions().values());
        assertThat(watch.tracker().history().events().stream().filter(Lost.class::isInstance))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.toString()).contains("(\"its key is gone\")"));
        assertThat(watch.tracker().anomalies()).isEmpty();
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void memberThatIsFrozenOrKilledEndsNoLeadership() throws Exception {
        awaitLeader("a1");
        start("a2");
        for (var server : etcd.servers()) {
            etcd.freeze(server); // one of them is asked, and one of them leads
            Thread.sleep(1_500); // the fault lasts longer than the timeout
            etcd.resume(server);
        }
        kill("a1");
        awaitLeader("a2");

        assertThat(new ArrayList<>(told())).containsSubsequence("a1", "a2").endsWith("a2");
        assertThat(watch.tracker().anomalies()).isEmpty();
    }

    @Test
    void electionIsUnknownWhileNoMemberAnswers() throws Exception {
        awaitLeader("a1");
        for (var server : etcd.servers()) {
            etcd.kill(server);
        }

        until(() -> watch.tracker().leader().isEmpty());

        assertThat(watch.tracker().history().toString())
                .contains("a1 lost (\"cannot be asked: ")
                .contains("connection refused");
        assertThat(watch.problems()).hasSize(1).containsKey("election app/orders/");
    }

    @Test
    void impossibleArgumentsAreRefused() {
        assertThatThrownBy(() -> EtcdElection.source(List.of(), Access.open(), "a/"))
                .hasMessage("addresses: are none, expected at least one");
        assertThatThrownBy(() -> EtcdElection.source(List.of(Endpoint.parse("127.0.0.1:1")), Access.open(), " "))
                .hasMessage("prefix: is blank, expected for example app/orders/");
    }
}
