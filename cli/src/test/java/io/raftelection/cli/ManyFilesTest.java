package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests recordings of several processes of one cluster, which {@code check} and {@code report} read together. */
final class ManyFilesTest {
    private static final String NOON = "2026-01-31T12:00:00Z";

    @TempDir
    Path folder;

    private Path write(String name, String startedAt, String events) throws IOException {
        return Files.writeString(folder.resolve(name), run("orders", startedAt, events));
    }

    private static String run(String cluster, String startedAt, String events) {
        return "{\"format\":\"raft-election\",\"version\":2,\"cluster\":\"" + cluster + "\",\"startedAt\":\""
                + startedAt + "\"}\n" + events;
    }

    private Typed check(Path... files) {
        var line = new String[files.length + 1];
        line[0] = "check";
        for (int i = 0; i < files.length; i++) {
            line[i + 1] = files[i].toString();
        }
        return Typed.command(line);
    }

    /** {@return the output without the folder of the files} */
    private String names(String out) {
        return out.replace(folder + "/", "").replaceAll("(\\.jsonl) +", "$1 ");
    }

    @Test
    void filesAreSummarizedTogether() throws IOException {
        var s1 = write("s1.jsonl", NOON, """
                {"at":1,"event":"acquired","server":"s1","term":1,"tenure":1}
                {"at":1.2,"event":"ready","server":"s1","term":1,"tenure":1}
                {"at":5,"event":"lost","server":"s1","term":1,"tenure":1}
                {"at":6.5,"event":"follows","server":"s1","leader":"s2","term":2}
                {"at":10,"event":"end"}
                """);
        var s2 = write("s2.jsonl", "2026-01-31T11:59:58Z", """
                {"at":2.75,"event":"follows","server":"s2","leader":"s1","term":1}
                {"at":8,"event":"acquired","server":"s2","term":2,"tenure":1}
                {"at":8.3,"event":"ready","server":"s2","term":2,"tenure":1}
                {"at":12,"event":"end"}
                """);
        var s3 = write("s3.jsonl", NOON, """
                {"at":1.4,"event":"follows","server":"s3","leader":"s1","term":1}
                {"at":10,"event":"missed","count":2}
                """);

        var typed = check(s1, s2, s3);

        assertThat(typed.err()).isEmpty();
        assertThat(names(typed.out())).isEqualToNormalizingNewlines("""
                Summary of orders
                  file s1.jsonl s1, 4 events, clock as recorded (views allow -0.250s to +0.000s)
                  file s2.jsonl s2, 3 events, clock corrected by +0.250s (views allow +0.250s to +0.500s)
                  file s3.jsonl s3, 1 event, clock as recorded (views allow -0.400s or more)
                  elections        2, terms 1 to 2
                  causes           1 start, 1 unknown
                  s1 led           4.000s in 1 tenure
                  s2 led           4.000s in 1 tenure
                  no known leader  4.000s in 2 gaps, longest 2.750s
                  until ready      2 times, on average 0.250s, longest 0.300s
                  longest overlap  none
                  anomalies        none
                  missing          2 events
                Election Safety held: no term had two leaders, 2 terms checked, 2 events could not be
                """);
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    void twoLeadersOfATermThatNoSingleFileShowsAreAViolation() throws IOException {
        var s1 = write("s1.jsonl", NOON, """
                {"at":1,"event":"acquired","server":"s1","term":7,"tenure":1}
                """);
        var s2 = write("s2.jsonl", NOON, """
                {"at":1.5,"event":"follows","server":"s2","leader":"s3","term":7}
                """);
        var s3 = write("s3.jsonl", NOON, """
                {"at":2,"event":"follows","server":"s3","leader":"s1","term":7}
                """);

        assertThat(check(s1).exitCode()).isZero();
        assertThat(check(s2).exitCode()).isZero();
        assertThat(check(s3).exitCode()).isZero();
        var typed = check(s1, s2, s3);

        assertThat(names(typed.out()))
                .endsWith("Election Safety VIOLATED: a term had two leaders, 1 term checked" + System.lineSeparator()
                        + "  term 7: s1 at 1.000s in s1.jsonl, s3 at 1.500s as s2 reports in s2.jsonl"
                        + System.lineSeparator());
        assertThat(typed.exitCode()).isEqualTo(1);
    }

    @Test
    void runsOfARestartedProcessMayBeInOneFileOrInTwo() throws IOException {
        var before = """
                {"at":1,"event":"acquired","server":"s1","term":1,"tenure":1}
                {"at":4,"event":"end"}
                """;
        var after = """
                {"at":1,"event":"acquired","server":"s1","term":2,"tenure":1}
                {"at":3,"event":"end"}
                """;
        var s2 = write("s2.jsonl", NOON, """
                {"at":1.5,"event":"follows","server":"s2","leader":"s1","term":1}
                {"at":62,"event":"follows","server":"s2","leader":"s1","term":2}
                {"at":63,"event":"end"}
                """);
        var later = "2026-01-31T12:01:00Z";
        var one = write("one.jsonl", NOON, before + run("orders", later, after));
        var first = write("first.jsonl", NOON, before);
        var second = write("second.jsonl", later, after);

        var appended = check(one, s2);
        var separate = check(second, first, s2);

        assertThat(appended.out()).contains("s1 led           5.000s in 2 tenures", "(views allow ", " in 2 runs, ");
        assertThat(withoutFiles(separate.out())).isEqualTo(withoutFiles(appended.out()));
    }

    private static String withoutFiles(String out) {
        return out.replaceAll("(?m)^  file .*\\R", "");
    }

    @Test
    void recordingsOfOtherClustersAreRefused() throws IOException {
        var orders = write("orders.jsonl", NOON, "");
        var billing = Files.writeString(folder.resolve("billing.jsonl"), run("billing", NOON, ""));
        var both = write("both.jsonl", NOON, run("billing", NOON, ""));

        var typed = check(orders, billing);

        assertThat(typed.err())
                .isEqualToNormalizingNewlines("raft-election: " + billing + ": is of cluster \"billing\" and " + orders
                        + " is of cluster \"orders\", expected recordings of one cluster\n");
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(check(orders, both).err())
                .isEqualToNormalizingNewlines("raft-election: " + both
                        + ": line 2: is of cluster \"billing\" and the run before is of cluster \"orders\","
                        + " expected recordings of one cluster\n");
    }

    @Test
    void errorsNameTheFile() throws IOException {
        var good = write("good.jsonl", NOON, "");
        var damaged = write("damaged.jsonl", NOON, "{\"at\":}\n");
        var torn = write("torn.jsonl", NOON, "{\"at\":1,\"ev");
        var missing = folder.resolve("missing.jsonl");

        assertThat(check(good, damaged).err())
                .startsWith("raft-election: " + damaged + ": line 2: is not valid JSON")
                .hasLineCount(1);
        assertThat(check(good, missing).err())
                .isEqualToNormalizingNewlines("raft-election: " + missing + ": no such file or directory\n");
        assertThat(check(good, good).err())
                .isEqualToNormalizingNewlines("raft-election: " + good + ": is given twice\n");
        assertThat(check(good, Path.of("-")).err())
                .isEqualToNormalizingNewlines(
                        "raft-election: -: is standard input, expected files, which are read twice\n");
        assertThat(check(good, torn).out()).contains("  incomplete       1 last line");
        assertThat(Typed.command("check", "--strict", good.toString(), torn.toString())
                        .err())
                .isEqualToNormalizingNewlines("raft-election: " + torn + ": line 2: is incomplete\n");
        assertThat(Typed.command("report", good.toString(), torn.toString()).err())
                .startsWith("raft-election: --output: is missing, expected a file name because there are several");
    }

    @Test
    void timelineShowsAllFiles() throws IOException {
        var s1 = write("s1.jsonl", NOON, "{\"at\":1,\"event\":\"acquired\",\"server\":\"s1\",\"term\":7}\n");
        var s2 = write(
                "s2.jsonl", NOON, "{\"at\":2,\"event\":\"follows\",\"server\":\"s2\",\"leader\":\"s1\",\"term\":7}\n");
        var page = folder.resolve("page.html");

        var typed = Typed.command("report", s1.toString(), s2.toString(), "--output", page.toString());

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(page)
                .content()
                .contains(
                        "<span>s1 acquired term 7</span>",
                        "<span>s2 follows s1 term 7</span>",
                        "<dt>file " + s1 + "</dt>");
    }
}
