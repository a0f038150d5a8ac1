package io.raftelection.watch.recording;

import static io.raftelection.watch.recording.Followed.append;
import static io.raftelection.watch.recording.Followed.header;
import static io.raftelection.watch.recording.Followed.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Cause.Kind;
import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.Tracker;
import io.raftelection.report.Recording;
import io.raftelection.report.Recordings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The facts of recordings explain the same changes, whether the files are followed or read afterwards. */
@Timeout(120)
final class FollowedFactsTest {
    @TempDir
    private Path folder;

    private Path first;
    private Path second;

    @BeforeEach
    void nameFiles() {
        first = folder.resolve("s1.jsonl");
        second = folder.resolve("s2.jsonl");
    }

    /** {@return the acquisitions and losses with the kinds of their causes, without times} */
    private static List<String> causes(History history) {
        return history.causes().stream()
                .map(change ->
                        change.event().server() + " " + change.event().term().orElse(-1) + " "
                                + change.event().getClass().getSimpleName() + ", "
                                + change.cause().kind().words())
                .toList();
    }

    /** {@return the facts without times; the stall of a process is one of each of its servers} */
    private static List<String> facts(History history, String... servers) {
        return history.facts().stream()
                .flatMap(fact -> fact.server().isPresent()
                        ? Stream.of(words(fact, fact.server().get().value()))
                        : Stream.of(servers).map(server -> words(fact, server)))
                .sorted()
                .toList();
    }

    private static String words(Fact fact, String server) {
        return server + " " + fact.kind().words() + " " + fact.isOver() + " " + fact.detail();
    }

    /** The files are merged by the clocks of two processes, so events that are close may be in another order. */
    private static void assertSame(Tracker followed, History read, String... servers) {
        assertThat(causes(followed.history())).containsExactlyInAnyOrderElementsOf(causes(read));
        assertThat(facts(followed.history(), servers)).isEqualTo(facts(read, servers));
        assertThat(followed.history().summary().causes())
                .isEqualTo(read.summary().causes());
        assertThat(followed.history().summary().elections())
                .isEqualTo(read.summary().elections());
    }

    @Test
    void factsOfAProcessExplainTheSameChangesAsInItsFile() throws Exception {
        try (var followed = new Followed(first);
                var process = RecordingProcess.start(first)) {
            process.run("acquired s1 1", "begins s2 elect", "acquired s2 2", "ends s2 elect", "lost s1");
            process.run("begins s2 isolate", "begins s2 cut s1", "lost s2", "ends s2 cut s1", "acquired s3 3");
            process.run("ends s2 isolate", "lost s3", "acquired s1 4");
            process.run("begins s1 unreachable refused", "lost s1", "acquired s2 5", "ends s1 unreachable refused");
            process.run("begins s3 transfer", "lost s2", "acquired s3 6", "ends s3 transfer", "begins s1 pause");
            process.freeze();
            process.resumeAfter(2_500);
            process.run("stalled", "lost s3", "acquired s1 7");
            process.end();
            followed.expectLast("s1 lost term 7 (\"the recording ends\")");

            var read = Recording.read(first);
            assertThat(read.summary().causes())
                    .isEqualTo(Map.of(
                            Kind.START, 1L,
                            Kind.CONTROL, 2L,
                            Kind.UNREACHABLE, 1L,
                            Kind.TRANSFER, 1L,
                            Kind.STALL, 1L,
                            Kind.UNKNOWN, 1L));
            assertThat(causes(followed.tracker().history())).isEqualTo(causes(read));
            assertThat(followed.tracker().history().summary().causes())
                    .isEqualTo(read.summary().causes());
            // The end of a run ends its facts for a follower, which does not know whether another run follows.
            assertThat(facts(followed.tracker().history(), "s1", "s2", "s3"))
                    .containsAll(facts(read, "s1", "s2", "s3"))
                    .hasSize(facts(read, "s1", "s2", "s3").size() + 1)
                    .contains("s1 pause true ");
        }
    }

    @Test
    void stallOfAProcessExplainsChangesOfItsServersOnly() throws Exception {
        try (var followed = new Followed(first, second);
                var one = RecordingProcess.start(first);
                var two = RecordingProcess.start(second)) {
            one.run("acquired s1 1");
            followed.expectEvents("s1 acquired term 1");
            two.run("follows s2 s1 1");
            followed.expectEvents("s2 follows s1 term 1");
            one.freeze();
            one.resumeAfter(2_000);
            one.run("stalled", "lost s1");
            followed.expectEvents("s1 lost term 1 (stepped down)");
            two.run("acquired s2 2", "lost s2", "acquired s3 3", "lost s3", "acquired s2 4");
            followed.expectLast("s2 acquired term 4");
            one.end();
            two.end();
            followed.expectLast("s2 lost term 4 (\"the recording ends\")");

            var read = Recordings.of(List.of(first, second)).history();
            assertThat(read.summary().causes()).isEqualTo(Map.of(Kind.START, 1L, Kind.STALL, 1L, Kind.UNKNOWN, 2L));
            assertSame(followed.tracker(), read);
        }
    }

    @Test
    void factThatGoesOnAtTheStartExplainsLaterChanges() throws Exception {
        append(first, header() + line("1", "acquired", "s1", 1) + fact("2", "begins", "kill", "s1"));
        append(first, fact("3", "begins", "isolate", "s3") + fact("4", "ends", "isolate", "s3"));
        try (var followed = new Followed(first)) {
            followed.expectEvents("s1 acquired term 1 already");
            append(first, line("5", "lost", "s1", 1));
            followed.expectEvents("s1 lost term 1 (stepped down)");

            assertThat(causes(followed.tracker().history()))
                    .containsExactly("s1 1 Acquired, start", "s1 1 Lost, control");
            assertThat(facts(followed.tracker().history())).containsExactly("s1 kill false ");
        }
    }

    @Test
    void factExplainsNothingAfterMissingLinesOrTheEndOfItsRun() throws Exception {
        append(first, header());
        append(second, header());
        try (var followed = new Followed(first, second)) {
            append(first, line("1", "acquired", "s1", 1) + fact("2", "begins", "kill", "s1"));
            append(first, "{\"at\":3,\"event\":\"missed\",\"count\":0}\n" + line("4", "lost", "s1", 1));
            append(first, line("5", "acquired", "s1", 2) + fact("6", "begins", "kill", "s2") + header());
            followed.expectLast("s1 lost term 2 (\"the recording ends\")");
            append(second, line("7", "acquired", "s2", 3) + line("8", "lost", "s2", 3));
            followed.expectLast("s2 lost term 3 (stepped down)");

            assertThat(causes(followed.tracker().history()))
                    .containsExactly(
                            "s1 1 Acquired, start",
                            "s1 1 Lost, unknown",
                            "s1 2 Acquired, unknown",
                            "s1 2 Lost, tracker",
                            "s2 3 Acquired, unknown",
                            "s2 3 Lost, unknown");
        }
    }

    @Test
    void factOfAServerThatAnotherFileReportsDoesNotEndItsLeadership() throws Exception {
        append(first, header());
        append(second, header());
        try (var followed = new Followed(first, second)) {
            append(first, line("1", "acquired", "s1", 1));
            followed.expectEvents("s1 acquired term 1");
            append(second, fact("2", "begins", "unreachable", "s1") + line("2", "acquired", "s2", 2));
            followed.expectEvents("s2 acquired term 2");

            assertThat(causes(followed.tracker().history()))
                    .containsExactly("s1 1 Acquired, start", "s2 2 Acquired, unreachable");
        }
    }

    private static String fact(String at, String event, String kind, String server) {
        var lasted = event.equals("ends") ? ",\"lasted\":1" : "";
        return "{\"at\":" + at + ",\"event\":\"" + event + "\",\"fact\":\"" + kind + "\",\"server\":\"" + server + "\""
                + lasted + "}\n";
    }
}
