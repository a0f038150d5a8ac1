package io.raftelection.jetcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Application processes at a real etcd, which are killed or frozen, and an etcd that is frozen or killed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class JetcdFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ELECTION = "app/orders";
    private static final long TTL_SECONDS = 3;

    @TempDir
    private Path folder;

    private EtcdProcess etcd;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void startEtcd() throws Exception {
        etcd = EtcdProcess.start(folder);
    }

    @AfterEach
    void stopAll() throws Exception {
        for (var process : processes) {
            process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    private Process process(String name) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        etcd.address(),
                        ELECTION,
                        name,
                        "" + TTL_SECONDS)
                .redirectErrorStream(true)
                .redirectOutput(file(name).toFile())
                .start();
        processes.add(process);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "application-at-exit"));
        return process;
    }

    private Path file(String name) {
        return folder.resolve(name + ".txt");
    }

    private String output(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void until(BooleanSupplier condition, java.util.function.Supplier<String> words) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(words).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void untilPrinted(String name, String regex) throws Exception {
        until(() -> output(name).lines().anyMatch(line -> line.matches(".*" + regex + ".*")), () -> output(name));
    }

    @Test
    void candidateLeadsAfterTheLeaderIsKilledAndHasFollowedIt() throws Exception {
        var leader = process("s1");
        untilPrinted("s1", "s1 acquired");
        try (var s2 = new Application(etcd.client(), ELECTION, "s2", TTL_SECONDS)) {
            s2.observe();
            var waiting = s2.elected();
            until(
                    () -> s2.tracker().knownLeader().isPresent(),
                    () -> "" + s2.tracker().history());

            leader.destroyForcibly();

            waiting.get(90, TimeUnit.SECONDS);
            assertThat(s2.tracker().leader().orElseThrow().server()).isEqualTo(ServerId.of("s2"));
            assertThat(s2.tracker().history().toString()).contains("s2 follows s1");
            assertThat(s2.tracker().anomalies()).isEmpty();
            assertThat(output("s1")).doesNotContain("lost");
        }
    }

    @Test
    void leaderThatWasFrozenForLongerThanItsLeaseHasLostAndFollowsTheNextOne() throws Exception {
        var leader = process("s1");
        untilPrinted("s1", "s1 acquired");
        process("s2");
        untilPrinted("s2", "s2 follows s1");

        EtcdProcess.signal(leader, "STOP");
        untilPrinted("s2", "s2 acquired");
        EtcdProcess.signal(leader, "CONT");

        untilPrinted("s1", "s1 lost \\(\"(its lease is gone|its lease was not renewed in time|etcd names s2)\"\\)");
        untilPrinted("s1", "s1 follows s2");
    }

    @Test
    void leaderThatCannotReachEtcdForItsLeaseHasLost() throws Exception {
        try (var s1 = new Application(etcd.client(), ELECTION, "s1", TTL_SECONDS)) {
            s1.lead();

            etcd.freeze();

            until(() -> s1.tracker().leader().isEmpty(), () -> "" + s1.tracker().history());
            assertThat(s1.tracker().history().toString()).contains("s1 lost (\"its lease was not renewed in time\")");
            etcd.resume();
        }
    }

    @Test
    void keepAliveThatFailsOnceEndsNoLeadershipUntilTheLeaseIsOver() throws Exception {
        try (var s1 = new Application(etcd.client(), ELECTION, "s1", TTL_SECONDS)) {
            s1.lead();

            long killed = System.nanoTime();
            etcd.close();

            until(() -> s1.tracker().leader().isEmpty(), () -> "" + s1.tracker().history());
            assertThat(s1.tracker().history().toString()).contains("s1 lost (\"its lease was not renewed in time\")");
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isGreaterThan(Duration.ofMillis(500));
        }
    }
}
