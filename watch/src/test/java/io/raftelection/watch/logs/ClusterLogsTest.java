package io.raftelection.watch.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.report.Histories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterLogsTest {
    private static final String RATIS = "2026-01-01T10:00:%s [x] INFO x - %s@group-00000000000%d: %s%n";

    @TempDir
    Path folder;

    private ServerLog log(String name, String... lines) throws IOException {
        return Samples.log(
                Files.writeString(folder.resolve(name), String.join("", lines)), Optional.empty(), ZoneOffset.UTC);
    }

    private static String leads(String second, String server, int group, int term) {
        return RATIS.formatted(
                second, server, group, "changes role from CANDIDATE to LEADER at term " + term + " for changeToLeader");
    }

    private static String follows(String second, String server, int group, String leader, int term) {
        return RATIS.formatted(
                second,
                server,
                group,
                "change Leader from null to " + leader + " at term " + term + " for APPEND_ENTRIES");
    }

    private static Histories only(ServerLog... logs) throws Exception {
        var groups =
                ClusterLogs.read(Arrays.asList(logs), LogOptions.defaults()).groups();
        assertThat(groups).hasSize(1);
        return groups.values().iterator().next();
    }

    @Test
    void twoServersThatBothSayTheyLeadATermAreAViolation() throws Exception {
        var history = only(log("a.log", leads("01", "a", 1, 7)), log("b.log", leads("02", "b", 1, 7)));

        assertThat(history.history().safety().toString())
                .startsWith("VIOLATED: a term had two leaders, 1 term checked");
    }

    /** RabbitMQ printed this 0.6 ms before r1, and not r2, became the leader of term 3. */
    @Test
    void hearsayThatIsWrongIsNoViolation() throws Exception {
        var queue = "+00:00 [notice] <0.1.0> queue 'orders' in vhost '/': ";
        var history = only(
                log("r1.log", "2026-01-01 10:00:01.0006", queue, "candidate -> leader in term: 3 machine version: 2\n"),
                log(
                        "r3.log",
                        "2026-01-01 10:00:01.0000",
                        queue,
                        "detected a new leader {'%2F_orders',r2@localhost} in term 3\n"));

        assertThat(history.history().safety()).hasToString("held: no term had two leaders, 1 term checked");
        assertThat(Samples.events(history.history())).contains("r3 follows r2@localhost\n");
    }

    @Test
    void clockOfAServerIsCorrectedByTheTermsThatItFollows() throws Exception {
        var histories = only(
                log("a.log", leads("10", "a", 1, 7), follows("31", "a", 1, "b", 8)),
                log("b.log", follows("05", "b", 1, "a", 7), leads("25", "b", 1, 8)));

        assertThat(Samples.events(histories.history())).startsWith("""
                10:00:10.000 a acquired term 7
                10:00:10.000 b follows a term 7
                10:00:30.000 b acquired term 8
                10:00:31.000 a lost term 7 (missed)
                """);
        assertThat(histories.files().get(1).correction()).isEqualTo(Duration.ofSeconds(5));
        assertThat(histories.files().get(1))
                .hasToString("b, 3 events, clock corrected by +5.000s (views allow +5.000s to +6.000s)");
    }

    @Test
    void rotatedFilesAreReadInTheOrderOfTheirTimes() throws Exception {
        var older = Files.writeString(folder.resolve("a.log.1"), leads("01", "a", 1, 7));
        var newer = Files.writeString(folder.resolve("a.log"), leads("02", "a", 1, 8));
        var log = new ServerLog(
                "a", Optional.empty(), "a", List.of(LogSource.of(newer), LogSource.of(older)), ZoneOffset.UTC);

        assertThat(Samples.events(only(log).history())).isEqualTo("""
                10:00:01.000 a acquired term 7
                10:00:02.000 a lost term 7 (missed)
                10:00:02.000 a acquired term 8 !missed-loss
                """);
    }

    @Test
    void timesWithoutAZoneAreOfTheDeclaredOne() throws Exception {
        var file = Files.writeString(folder.resolve("a.log"), leads("01", "a", 1, 7));
        var read = ClusterLogs.read(
                List.of(Samples.log(file, Optional.empty(), ZoneId.of("Europe/Berlin"))), LogOptions.defaults());

        assertThat(Samples.events(read.groups().values().iterator().next().history()))
                .isEqualTo("09:00:01.000 a acquired term 7\n");
        assertThat(read.logs().get(0))
                .hasToString("ratis, a: 1 line, 1 about leadership, 0 skipped, times read as Europe/Berlin");
    }

    @Test
    void eachGroupHasAHistory() throws Exception {
        var log = log("all.log", leads("01", "a", 1, 7), leads("02", "b", 2, 7), follows("03", "a", 2, "b", 7));

        var all = ClusterLogs.read(List.of(log), LogOptions.defaults()).groups();
        var one = ClusterLogs.read(
                        List.of(log),
                        new LogOptions(LogDefinition.builtIn(), Optional.of("group-000000000002"), Optional.empty()))
                .groups();

        assertThat(all.keySet()).containsExactly("group-000000000001", "group-000000000002");
        assertThat(one.keySet()).containsExactly("group-000000000002");
        assertThat(Samples.events(one.values().iterator().next().history())).isEqualTo("""
                10:00:02.000 b acquired term 7
                10:00:03.000 a follows b term 7
                """);
    }

    @Test
    void givenNameIsTheServersNameInAllLogs() throws Exception {
        var a = Files.writeString(folder.resolve("1.log"), leads("01", "a", 1, 7));
        var b = Files.writeString(folder.resolve("2.log"), follows("02", "b", 1, "a", 7));

        var history = only(
                Samples.log(a, Optional.of("left"), ZoneOffset.UTC),
                Samples.log(b, Optional.of("right"), ZoneOffset.UTC));

        assertThat(Samples.events(history.history()))
                .startsWith("10:00:01.000 left acquired term 7\n")
                .contains("10:00:02.000 right follows left term 7\n");
    }

    @Test
    void nameForALogOfSeveralServersIsRefused() throws Exception {
        var file = Files.writeString(folder.resolve("all.log"), leads("01", "a", 1, 7) + leads("02", "b", 1, 8));

        assertThatThrownBy(() -> only(Samples.log(file, Optional.of("left"), ZoneOffset.UTC)))
                .isInstanceOf(LogsException.class)
                .hasMessage("left=all.log: has the lines of the servers a, b, expected those of one server");
    }

    @Test
    void logsOfSeveralSystemsAreRefused() throws Exception {
        var ratis = log("a.log", leads("01", "a", 1, 7));
        var jraft = log("b.log", "2026-01-01 10:00:00 Node <g/h:1> become leader of group, term=1\n");

        assertThatThrownBy(() -> only(ratis, jraft))
                .isInstanceOf(LogsException.class)
                .hasMessage(
                        "logs of several systems: b.log is of jraft, a.log is of ratis, expected logs of one cluster");
    }

    @Test
    void groupThatIsInNoLogIsRefused() throws Exception {
        var log = log("a.log", leads("01", "a", 1, 7));

        assertThatThrownBy(() -> ClusterLogs.read(
                        List.of(log), new LogOptions(LogDefinition.builtIn(), Optional.of("x"), Optional.empty())))
                .isInstanceOf(LogsException.class)
                .hasMessage("group \"x\": is in no log, expected group-000000000001");
    }

    @Test
    void gzipAndWrongBytesAndHugeNumbersAreReadAndCounted() throws Exception {
        var file = folder.resolve("a.log.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("caf\u00e9\r\n".getBytes(ISO_8859_1));
            out.write(("x".repeat(100_000) + "\r\n").getBytes(UTF_8));
            out.write(leads("01", "a", 1, 7)
                    .replace("term 7", "term 99999999999999999999")
                    .getBytes(UTF_8));
            out.write(leads("02", "a", 1, 8).getBytes(UTF_8));
        }

        var read =
                ClusterLogs.read(List.of(Samples.log(file, Optional.empty(), ZoneOffset.UTC)), LogOptions.defaults());

        assertThat(read.logs().get(0))
                .hasToString("ratis, a: 4 lines, 1 about leadership, 2 skipped, 1 unusable, 1 cut, 1 not UTF-8,"
                        + " times read as Z");
    }

    @Test
    void fileThatIsNoTextIsRefusedWithItsName() throws Exception {
        var utf16 = Files.write(folder.resolve("a.log"), "\ufeffx".getBytes(UTF_16LE));
        var torn = Files.write(folder.resolve("b.log.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});

        assertThatThrownBy(() -> only(Samples.log(utf16, Optional.empty(), ZoneOffset.UTC)))
                .hasMessage(utf16 + ": is UTF-16 text, expected UTF-8 text, plain or in gzip");
        assertThatThrownBy(() -> only(Samples.log(torn, Optional.empty(), ZoneOffset.UTC)))
                .hasMessage(torn + ": is not valid gzip: the file is truncated");
    }

    @Test
    void timeWithAWrongDigitIsRejected() throws Exception {
        var log = log(
                "a.log",
                leads("01", "a", 1, 7),
                leads("02", "a", 1, 8).replace("2026", "2086"),
                leads("03", "a", 1, 9));

        var read = ClusterLogs.read(List.of(log), LogOptions.defaults());

        assertThat(Samples.events(read.groups().values().iterator().next().history()))
                .startsWith("10:00:01.000 a acquired term 7\n")
                .contains("10:00:03.000 a acquired term 9")
                .doesNotContain("term 8");
        assertThat(read.logs().get(0).unusable()).isEqualTo(1);
    }

    /** The log of the first leader says nothing after its election; its process was killed at some time. */
    @Test
    void killedLeaderOverlapsNoLaterLeader() throws Exception {
        var start = "2026-01-01T10:00:30 [main] INFO x - Starting Apache Ratis gRPC Support -- RaftServerProxy a\n";
        var history = only(log("a.log", leads("01", "a", 1, 7), start), log("b.log", leads("20", "b", 1, 8)))
                .history();

        assertThat(Samples.events(history)).startsWith("""
                10:00:01.000 a acquired term 7
                10:00:20.000 a lost term 7 ("the process ended") observed within 19.000s
                10:00:20.000 b acquired term 8
                """);
        assertThat(history.summary().longestOverlap()).isEmpty();
    }
}
