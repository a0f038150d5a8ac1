package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A watch whose process is stopped explains its own late news. */
@Timeout(180)
final class WatchStallTest {
    private static final Pattern FIRST = Pattern.compile("\"acquired\",\"server\":\"s1\"");
    private static final Pattern STALL_OR_SECOND =
            Pattern.compile("\"fact\":\"stall\",\"lasted\":[2-9]|\"acquired\",\"server\":\"s2\"");

    @TempDir
    private Path folder;

    @Test
    void processThatWasStoppedHasAStallThatExplainsWhatItReportsLate() throws Exception {
        var followed = folder.resolve("followed.jsonl");
        append(followed, "{\"format\":\"raft-election\",\"version\":2,\"cluster\":\"orders\"}");
        append(followed, "{\"at\":1,\"event\":\"acquired\",\"server\":\"s1\",\"term\":1}");
        var recording = folder.resolve("recording.jsonl").toString();
        var run = Started.command(
                folder,
                "watch",
                "recording",
                followed.toString(),
                "--follow",
                "--json",
                "--record",
                recording,
                "--for",
                "60s");
        run.awaitLine(FIRST);

        run.freeze(
                Duration.ofSeconds(3),
                () -> append(followed, "{\"at\":60,\"event\":\"acquired\",\"server\":\"s2\",\"term\":2}"));
        run.awaitLine(STALL_OR_SECOND); // in either order
        run.awaitLine(STALL_OR_SECOND);
        run.terminate();

        assertThat(run.exitCode()).as(run.all()).isEqualTo(128 + 15);
        assertThat(run.all()).contains("causes           1 stall, 1 start");
        assertThat(Files.readString(Path.of(recording)))
                .containsPattern("\"ends\",\"fact\":\"stall\",\"lasted\":[2-9]");
        var check = Typed.command("check", recording);
        assertThat(check.out()).contains("causes           1 stall, 1 start");
        assertThat(run.all()).contains(check.out());
    }

    private static void append(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
