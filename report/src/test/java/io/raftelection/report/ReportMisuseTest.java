package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.History;
import io.raftelection.Tracker;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that invalid input is named in an error and does not change the file. */
@SuppressWarnings("NullAway") // some tests pass null
final class ReportMisuseTest {
    @TempDir
    Path folder;

    @Test
    void nullIsNamedAndTheFileStays() throws Exception {
        var file = Files.writeString(folder.resolve("kept"), "kept");
        var history = new History("x", Instant.EPOCH, Duration.ZERO, List.of(), 0);
        try (var tracker = Tracker.lenient("x")) {
            Map.<ThrowingCallable, String>of(
                            () -> Recorder.record(null, file), "tracker: is null",
                            () -> Recorder.record(tracker, null), "file: is null",
                            () -> Recording.write(null, file), "history: is null",
                            () -> Recording.write(history, null), "file: is null",
                            () -> Recording.read((Path) null), "file: is null",
                            () -> Recording.read((Reader) null), "in: is null",
                            () -> Recordings.of(null), "files: is null",
                            () -> Timeline.write(null, file), "history: is null",
                            () -> Timeline.write(history, null), "file: is null")
                    .forEach((call, message) -> assertThatThrownBy(call)
                            .isInstanceOf(NullPointerException.class)
                            .hasMessage(message));
        }
        assertThat(file).hasContent("kept");
    }

    @Test
    void textIsNotCutInsideASurrogatePair() {
        var line = "{\"format\":\"raft-election\",\"version\":1}\n{\"at\":1,\"event\":\"" + "x".repeat(59) + "🦊\"}\n";

        assertThatThrownBy(() -> Recording.read(new StringReader(line)))
                .isInstanceOf(DamagedRecordingException.class)
                .hasMessage("line 2: event is \"" + "x".repeat(59)
                        + "…\", expected acquired, ready, lost, follows, members, begins, ends, missed or end");
    }
}
