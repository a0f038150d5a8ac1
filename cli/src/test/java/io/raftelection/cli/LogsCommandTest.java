package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the output and the exit codes of {@code logs}. */
final class LogsCommandTest {
    private static final String LEADS =
            "2026-01-01T10:00:0%d %s@group-00000000000%d: changes role from CANDIDATE to LEADER at term %d for x%n";

    @TempDir
    Path folder;

    private String log(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("", lines)).toString();
    }

    private static String sample(String name) {
        return Path.of("..", "watch", "src", "test", "resources", "logs", name).toString();
    }

    @Test
    void logsOfAClusterAreSummarizedWithTheirClocks() {
        var typed = Typed.command("logs", sample("etcd/e1.log"), sample("etcd/e2.log"), sample("etcd/e3.log"));

        assertThat(typed.out())
                .contains("  etcd, e1: ", " about leadership, ")
                .contains("Summary of etcd", "  file ", "e2, 6 events, clock as recorded (views allow ")
                .contains("  elections        3, terms 2 to 10", "  e2 led           9.710s in 2 tenures")
                .endsWith("Election Safety held: no term had two leaders, 3 terms checked" + System.lineSeparator());
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    void termWithTwoLeadersExitsWith1AndNamesTheLogs() throws IOException {
        var a = log("a.log", LEADS.formatted(1, "a", 1, 7));
        var b = log("b.log", LEADS.formatted(2, "b", 1, 7));

        var typed = Typed.command("logs", a, b);

        assertThat(typed.out()).contains("  term 7: a at 0.000s in " + a + ", b at 1.000s in " + b);
        assertThat(typed.exitCode()).isEqualTo(1);
    }

    @Test
    void recordingOfLogsIsCheckedAlike() throws IOException {
        var recording = folder.resolve("run.jsonl").toString();
        var page = folder.resolve("run.html");

        var typed = Typed.command(
                "logs",
                "--record",
                recording,
                "--html",
                page.toString(),
                "--events",
                "--utc",
                sample("ovsdb/s1.log"),
                sample("ovsdb/s2.log"),
                sample("ovsdb/s3.log"));
        var checked = Typed.command("check", recording);

        assertThat(typed.out())
                .contains("2026-11-25T21:19:54.826Z   29.352s a1f1 acquired term 2" + System.lineSeparator());
        assertThat(typed.out()).endsWith(checked.out().substring(checked.out().indexOf("  elections")));
        assertThat(typed.exitCode()).isEqualTo(checked.exitCode()).isZero();
        assertThat(page).content().startsWith("<!DOCTYPE html>").contains("a1f1");
    }

    @Test
    void groupsAreListedAndOneIsChosen() throws IOException {
        var log = log("a.log", LEADS.formatted(1, "a", 1, 7), LEADS.formatted(2, "b", 2, 7));

        var all = Typed.command("logs", log);
        var one = Typed.command("logs", "--group", "group-000000000002", "--cluster", "orders", log);

        assertThat(all.out())
                .contains("groups: group-000000000001, group-000000000002")
                .contains("Summary of group-000000000001", "Summary of group-000000000002");
        assertThat(all.exitCode()).isZero();
        assertThat(one.out()).contains("Summary of orders", "  b led ").doesNotContain("  a led ");
    }

    @Test
    void rotatedFilesAreOfOneServer() throws IOException {
        log("a.log.1", LEADS.formatted(1, "a", 1, 7));
        log("a.log", LEADS.formatted(2, "a", 1, 8));

        var typed = Typed.command("logs", folder.resolve("a.log") + "", folder.resolve("a.log.1") + "");

        assertThat(typed.out()).contains("a.log.1  ratis, a: 2 lines, 2 about leadership");
    }

    @Test
    void zoneOfAServerIsItsOwn() throws IOException {
        var a = log("a.log", LEADS.formatted(1, "a", 1, 7));
        var b = log("b.log", LEADS.formatted(2, "b", 1, 8));

        var typed = Typed.command("logs", "--events", "--utc", "--zone", "b=-01:00", "--zone", "Europe/Berlin", a, b);

        assertThat(typed.out()).contains("2026-01-01T09:00:01.000Z", "2026-01-01T11:00:02.000Z");
    }

    @Test
    void mistakeExitsWith2AndSaysWhatIsAllowed() throws IOException {
        var log = log("a.log", "nothing\n");
        var definition = log("my.logs", "system x\naquired\n");

        assertMistake("a.log: has no line about leadership that is known, expected a log of etcd, kafka", log);
        assertMistake("my.logs, line 2: keyword \"aquired\", expected", "--definition", definition, log);
        assertMistake("--system: \"x\", expected etcd, kafka", "--system", "x", log);
        assertMistake("\"Mars\", expected a time zone such as UTC, +02:00", "--zone", "Mars", log);
        assertMistake(
                "no.log: no such file or directory", folder.resolve("no.log").toString());
        assertMistake(" are 2 files of one server, expected one", "--follow", "a=" + log, "a=" + log);
    }

    private static void assertMistake(String message, String... args) {
        var all = new String[args.length + 1];
        all[0] = "logs";
        System.arraycopy(args, 0, all, 1, args.length);
        var typed = Typed.command(all);

        assertThat(typed.err()).contains(message).hasLineCount(1);
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @Test
    @Timeout(120)
    void followedLogIsPrintedUntilTheCommandIsStopped() throws Exception {
        var log = Path.of(log("a.log", LEADS.formatted(1, "a", 1, 7)));
        var started = Started.command(folder, "logs", "--follow", log.toString());

        started.awaitLine(Pattern.compile("2026-01-01T10:00:01.000Z group-000000000001 +0.000s a acquired term 7"));
        Files.writeString(log, LEADS.formatted(3, "a", 1, 9), StandardOpenOption.APPEND);
        started.awaitLine(
                Pattern.compile("2026-01-01T10:00:03.000Z group-000000000001 +2.000s a acquired term 9 !missed-loss"));
        started.terminate();

        assertThat(started.exitCode()).isEqualTo(143);
        assertThat(started.all())
                .contains("Summary of group-000000000001", "  elections        2, terms 7 to 9")
                .contains("Election Safety held: no term had two leaders, 2 terms checked");
    }
}
