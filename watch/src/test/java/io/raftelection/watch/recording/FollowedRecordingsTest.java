package io.raftelection.watch.recording;

import static io.raftelection.watch.recording.Followed.append;
import static io.raftelection.watch.recording.Followed.header;
import static io.raftelection.watch.recording.Followed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Anomaly;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.Recorder;
import io.raftelection.report.Recordings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FollowedRecordingsTest {
    private static final ServerId S1 = ServerId.of("s1");

    @TempDir
    private Path folder;

    private Path first;
    private Path second;

    @BeforeEach
    void nameFiles() {
        first = folder.resolve("s1.jsonl");
        second = folder.resolve("s2.jsonl");
    }

    @Test
    void oneTrackerShowsTheLeaderOfAllProcesses() throws Exception {
        append(first, header());
        append(second, header());
        try (var followed = new Followed(first, second)) {
            append(first, line("1", "acquired", "s1", 1));
            followed.expectEvents("s1 acquired term 1");
            append(second, "{\"at\":1,\"event\":\"follows\",\"server\":\"s2\",\"leader\":\"s1\",\"term\":1}\n");
            followed.expectEvents("s2 follows s1 term 1");
            append(first, line("1.1", "ready", "s1", 1));
            followed.expectEvents("s1 ready term 1");
            append(first, "{\"at\":1.2,\"event\":\"members\",\"server\":\"s1\",\"voters\":[\"s1\",\"s2\"]}\n");
            followed.expectEvents("s1 members s1 s2");
            append(second, line("2", "acquired", "s2", 2));
            followed.expectEvents("s2 acquired term 2");
            assertThat(followed.tracker().leader().orElseThrow().server().value())
                    .isEqualTo("s2");
            append(first, line("2", "lost", "s1", 1));
            followed.expectEvents("s1 lost term 1 (superseded)");
            append(
                    second,
                    "{\"at\":3,\"event\":\"lost\",\"server\":\"s2\",\"cause\":\"engine reason\",\"reason\":\"no\"}\n");
            followed.expectEvents("s2 lost term 2 (\"no\")");
            followed.expectNoProblem();
        }
    }

    @Test
    void twoLeadersOfATermAreFoundThatNoFileShows() throws Exception {
        append(first, header());
        append(second, header());
        try (var followed = new Followed(first, second)) {
            append(first, line("1", "acquired", "s1", 4));
            followed.expectEvents("s1 acquired term 4");
            append(first, line("2", "lost", "s1", 4));
            followed.expectEvents("s1 lost term 4 (stepped down)");
            append(second, line("3", "acquired", "s2", 4));
            followed.expectEvents("s2 acquired term 4 !split-term");

            assertThat(followed.tracker().history().isSafe()).isFalse();
            assertThat(followed.tracker().anomalies()).extracting(Anomaly::kind).containsOnly(Anomaly.Kind.SPLIT_TERM);
        }
    }

    @Test
    void onlyThePresentStateOfWhatWasWrittenBeforeIsReported() throws Exception {
        append(
                first,
                header()
                        + line("1", "acquired", "s1", 1)
                        + line("2", "lost", "s1", 1)
                        + line("3", "acquired", "s1", 3));
        append(first, line("3.1", "ready", "s1", 3));
        append(second, header() + line("2", "acquired", "s2", 2) + line("3", "lost", "s2", 2));
        append(second, "{\"at\":3,\"event\":\"follows\",\"server\":\"s2\",\"leader\":\"s1\",\"term\":3}\n");
        try (var followed = new Followed(second, first)) {
            var present = new String[] {"s2 follows s1 term 3", "s1 acquired term 3 already", "s1 ready term 3"};
            followed.expectEvents(present);
            append(first, line("5", "lost", "s1", 3));
            followed.expectEvents("s1 lost term 3 (stepped down)");
        }
    }

    @Test
    void runThatHasEndedIsNotPresent() throws Exception {
        append(first, header() + line("1", "acquired", "s1", 1) + "{\"at\":2,\"event\":\"end\"}\n");
        append(second, header() + line("1", "acquired", "s2", 2) + header());
        try (var followed = new Followed(first, second)) {
            append(second, line("0", "acquired", "s2", 3));
            followed.expectEvents("s2 acquired term 3");
        }
    }

    @Test
    void fileMayBeMissingAtFirst() throws Exception {
        var late = folder.resolve("not/yet/s1.jsonl");
        try (var followed = new Followed(late)) {
            followed.expectProblem("s1.jsonl: does not exist yet");
            Files.createDirectories(late.getParent());
            append(late, header() + line("1", "acquired", "s1", 1) + line("2", "lost", "s1", 1));
            followed.expectEvents("s1 acquired term 1", "s1 lost term 1 (stepped down)");
            followed.expectProblem("s1.jsonl: solved");
        }
    }

    @Test
    void incompleteLastLineIsWaitedFor() throws Exception {
        var line = line("1", "acquired", "s1", 1);
        append(first, header() + line.substring(0, 20));
        append(second, header());
        try (var followed = new Followed(first, second)) {
            append(second, line("1", "acquired", "s2", 5));
            followed.expectEvents("s2 acquired term 5"); // the first file was read before
            append(first, line.substring(20, 40));
            append(second, line("2", "lost", "s2", 5));
            followed.expectEvents("s2 lost term 5 (stepped down)");
            append(first, line.substring(40));
            followed.expectEvents("s1 acquired term 1");
            followed.expectNoProblem();
        }
    }

    @Test
    void restartedProcessAppendsARunAlsoAfterATornLine() throws Exception {
        append(first, header() + line("1", "acquired", "s1", 1));
        try (var followed = new Followed(first)) {
            followed.expectEvents("s1 acquired term 1 already");
            append(first, "{\"at\":2,\"event\":\"lo");
            append(first, "\n" + header());
            followed.expectEvents("s1 lost term 1 (\"the recording ends\")");
            append(first, line("1", "acquired", "s1", 2) + "{\"at\":2,\"ev" + header());
            followed.expectEvents("s1 acquired term 2", "s1 lost term 2 (\"the recording ends\")");
            append(first, line("1", "acquired", "s1", 3) + "{\"at\":2,\"event\":\"end\"}\n");
            followed.expectEvents("s1 acquired term 3", "s1 lost term 3 (\"the recording ends\")");
            followed.expectNoProblem();
        }
    }

    @Test
    void fileThatIsWrittenAnewIsReadFromItsStart() throws Exception {
        append(first, header() + line("1", "acquired", "s1", 1));
        try (var followed = new Followed(first)) {
            followed.expectEvents("s1 acquired term 1 already");
            var longer =
                    header().replace("12:00", "13:00") + line("1", "acquired", "s1", 2) + line("2", "ready", "s1", 2);
            Files.writeString(first, longer, StandardOpenOption.WRITE); // it never becomes shorter
            followed.expectEvents("s1 lost term 1 (\"the recording ends\")", "s1 acquired term 2", "s1 ready term 2");
            Files.writeString(first, "");
            followed.expectEvents("s1 lost term 2 (\"the recording ends\")");
            append(first, header() + line("1", "acquired", "s1", 3));
            followed.expectEvents("s1 acquired term 3");
            followed.expectNoProblem();
        }
    }

    @Test
    void rotatedFileIsReadToItsEndBeforeTheNewOne() throws Exception {
        append(first, header() + line("1", "acquired", "s1", 1));
        try (var followed = new Followed(first)) {
            followed.expectEvents("s1 acquired term 1 already");
            Files.move(first, folder.resolve("s1.jsonl.1"));
            append(folder.resolve("s1.jsonl.1"), line("2", "lost", "s1", 1));
            append(first, header() + line("1", "acquired", "s1", 2));
            followed.expectEvents("s1 lost term 1 (stepped down)", "s1 acquired term 2");
            followed.expectNoProblem();
        }
    }

    @Test
    void lineThatIsNotValidIsAProblemAndTheNextLinesCount() throws Exception {
        append(first, header());
        try (var followed = new Followed(first)) {
            append(first, "{\"at\":1,\"event\":\"won\",\"server\":\"s1\"}\n");
            followed.expectProblem("s1.jsonl: line 2: event is \"won\","
                    + " expected acquired, ready, lost, follows, members, begins, ends, missed or end");
            append(first, line("1", "acquired", "s1", 1));
            followed.expectEvents("s1 acquired term 1");
            followed.expectProblem("s1.jsonl: solved");
            append(first, "x".repeat(100_000));
            followed.expectProblem("s1.jsonl: line 4: is longer than 65536 bytes");
            append(first, "x\n" + line("2", "lost", "s1", 1));
            followed.expectEvents("s1 lost term 1 (stepped down)");
        }
    }

    @Test
    void runOfAnotherClusterIsAProblem() throws Exception {
        append(first, header());
        append(second, header().replace("orders", "bills") + line("1", "acquired", "s2", 1));
        try (var followed = new Followed(first, second)) {
            followed.expectProblem("s2.jsonl: is of cluster \"bills\" and " + first
                    + " is of cluster \"orders\", expected recordings of one cluster");
            append(second, line("2", "acquired", "s2", 2));
            append(second, header() + line("1", "acquired", "s2", 3));
            followed.expectEvents("s2 acquired term 3");
            followed.expectProblem("s2.jsonl: solved");
        }
    }

    @Test
    void compressedFileIsAProblem() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write((header() + "\n".repeat(9)).getBytes(StandardCharsets.UTF_8));
        }
        bytes.write('\n');
        Files.write(first, bytes.toByteArray());
        try (var followed = new Followed(first)) {
            followed.expectProblem("s1.jsonl: line 1: is gzip, expected text, since the file is still written");
        }
    }

    @Test
    void serverThatTwoProcessesRecordIsAProblem() throws Exception {
        append(first, header());
        append(second, header());
        try (var followed = new Followed(first, second)) {
            append(first, line("1", "acquired", "s1", 1));
            followed.expectEvents("s1 acquired term 1");
            append(second, line("1", "acquired", "s1", 2));
            followed.expectEvents("s1 lost term 1 (\"replaced by a new attachment\")", "s1 acquired term 2");
            append(first, line("2", "lost", "s1", 1));
            followed.expectProblem(
                    "server s1: is written to " + first + " and to " + second + ", expected one of them");
            append(second, line("2", "lost", "s1", 2));
            followed.expectEvents("s1 lost term 2 (stepped down)");
        }
    }

    @Test
    void recorderIsFollowedWithItsAnomalies() throws Exception {
        try (var followed = new Followed(first);
                var tracker = Tracker.lenient("orders")) {
            followed.expectProblem("s1.jsonl: does not exist yet");
            try (var recorder = Recorder.append(tracker, first)) {
                var sink = tracker.track(S1);
                sink.acquired(1);
                sink.acquired(1);
                sink.acquired(2);
                sink.ready();
                sink.follows(ServerId.of("s2"), 3);
                sink.lost();
                followed.expectEvents(
                        "s1 acquired term 1",
                        "s1 acquired term 1 !duplicate",
                        "s1 lost term 1 (missed)",
                        "s1 acquired term 2 !missed-loss",
                        "s1 ready term 2",
                        "s1 lost term 2 (missed)",
                        "s1 follows s2 term 3 !missed-loss",
                        "s1 lost (stepped down) !spurious-loss");
                sink.acquired(4);
                followed.expectEvents("s1 acquired term 4");
                tracker.close();
                assertThat(recorder).isNotNull();
            }
            followed.expectEvents("s1 lost term 4 (\"the recording ends\")");
            assertThat(followed.tracker().history().summary().elections()).isEqualTo(3);
            assertThat(Recordings.of(List.of(first)).history().summary().elections())
                    .isEqualTo(3);
        }
    }

    @Test
    void nothingIsReportedAfterTheEnd() throws Exception {
        append(first, header());
        var followed = new Followed(first);
        append(first, line("1", "acquired", "s1", 1));
        followed.expectEvents("s1 acquired term 1");
        followed.close();

        append(first, line("2", "lost", "s1", 1));

        assertThat(followed.tracker().dropped()).isZero();
    }

    @Test
    void longRecordingIsReadInPieces() throws Exception {
        var events = new StringBuilder(header());
        for (int i = 1; i <= 20_000; i++) {
            events.append(line("1", "acquired", "s1", i)).append(line("1", "lost", "s1", i));
        }
        Files.writeString(first, events, StandardOpenOption.CREATE);
        try (var followed = new Followed(first)) {
            append(first, line("2", "acquired", "s1", 20_001));
            followed.expectEvents("s1 acquired term 20001");
        }
    }

    @Test
    void filesAreChecked() {
        assertThatThrownBy(() -> FollowedRecordings.of(List.of())).hasMessage("files: is empty, expected at least one");
        assertThatThrownBy(() -> FollowedRecordings.of(List.of(first, folder.resolve("./s1.jsonl"))))
                .hasMessageEndingWith("s1.jsonl: is given twice");
    }
}
