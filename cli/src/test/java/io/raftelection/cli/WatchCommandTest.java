package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watches a real etcd of one member by the command. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
final class WatchCommandTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)";
    private static final Pattern ACQUIRED = Pattern.compile("^" + TIME + " +\\d+\\.\\d{3}s e1 acquired term \\d+");

    @TempDir
    private Path folder;

    /** A task that needs the address of a member. */
    private interface Task {
        void run(String address) throws Exception;
    }

    private void withEtcd(Task task) throws Exception {
        var program = Installed.etcd();
        var client = "http://127.0.0.1:" + Installed.freePort();
        var peer = "http://127.0.0.1:" + Installed.freePort();
        var process = new ProcessBuilder(
                        program.toString(),
                        "--name=e1",
                        "--data-dir=" + folder.resolve("e1"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=e1=" + peer)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("etcd.log").toFile())
                .start();
        try {
            task.run(client);
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void eventsAreRecordedAndTheSummaryIsThatOfCheck() throws Exception {
        var recording = folder.resolve("etcd.jsonl");
        withEtcd(address -> {
            var run = Started.command(
                    folder, "watch", "etcd", address, "down=127.0.0.1:1", "--record", recording.toString());
            run.awaitLine(ACQUIRED);
            run.terminate();

            assertThat(run.exitCode()).as(run.all()).isEqualTo(128 + 15);
            assertThat(run.all())
                    .contains(" -- down: http://127.0.0.1:1/v3/maintenance/status: connection refused")
                    .contains("Summary of etcd", "Election Safety held");
            var check = Typed.command("check", recording.toString());
            assertThat(check.exitCode()).isZero();
            assertThat(run.all()).contains(check.out());
        });
    }

    @Test
    void fileIsNeitherCreatedNorEmptiedIfNothingWasFound() throws Exception {
        var created = folder.resolve("created.jsonl");
        var kept = Files.writeString(folder.resolve("kept.jsonl"), "kept");
        for (var file : List.of(created, kept)) {
            var typed = Typed.command("watch", "etcd", "127.0.0.1:1", "--for", "200ms", "--record", file.toString());
            assertThat(typed.exitCode()).isZero();
            assertThat(typed.out()).contains("No Raft group was found.");
        }
        assertThat(created).doesNotExist();
        assertThat(kept).hasContent("kept");
    }

    @Test
    void jsonIsARecordingOnStandardOutput() throws Exception {
        withEtcd(address -> {
            var run = Typed.command("watch", "etcd", address, "--json", "--for", "20s", "--interval", "100ms");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            assertThat(run.err()).contains("Summary of etcd");
            var recording = Files.writeString(folder.resolve("out.jsonl"), run.out());
            var check = Typed.command("check", recording.toString());
            assertThat(check.out()).contains("e1 led");
            assertThat(run.err()).contains(check.out());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "watch etc 127.0.0.1:1 | (SYSTEM): \"etc\", expected etcd",
                "watch etc 127.0.0.1:1 | did you mean etcd?",
                "watch etcd | Missing required parameter: '[NAME=]ADDRESS'",
                "watch etcd 127.0.0.1:99999 | 127.0.0.1:99999: has no valid host and port, expected for example http://127.0.0.1:2379",
                "watch etcd ftp://127.0.0.1 | ftp://127.0.0.1: has the scheme ftp, expected for example http://127.0.0.1:2379",
                "watch etcd =127.0.0.1 | =127.0.0.1: has no name before =, expected NAME=ADDRESS",
                "watch etcd 127.0.0.1 --cert a.pem | --cert and --key: one of them is missing, expected both or none",
                "watch etcd 127.0.0.1 --user root | --user: has no password, expected it in RAFT_ELECTION_PASSWORD or --password-file",
                "watch etcd 127.0.0.1 --ca missing.pem | missing.pem: no such file or directory",
                "watch etcd 127.0.0.1 --token-file missing | missing: no such file or directory",
                "watch etcd 127.0.0.1 --record missing/x.jsonl --for 1ms | missing/x.jsonl: no such file or directory",
            })
    void mistakeIsRefusedWithWhatWasExpected(String line, String words) {
        var run = Typed.command(line.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("raft-election: ").contains(words);
    }

    @Test
    void clusterThatCannotBeReachedIsSaidOnceAndIsNoFailure() {
        var run = Typed.command("watch", "etcd", "127.0.0.1:1", "--for", "2s", "--interval", "50ms");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains("connection refused")))
                .hasSize(1);
    }

    @Test
    void namedGroupHasAFileOfItsOwn() {
        assertThat(WatchedGroup.fileOf("orders/1", Path.of("x/run.jsonl"))).isEqualTo(Path.of("x/run-orders-1.jsonl"));
        assertThat(WatchedGroup.fileOf("a", Path.of("run"))).isEqualTo(Path.of("run-a"));
    }
}
