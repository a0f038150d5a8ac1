package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What report writes, and how it exits. */
final class ReportCommandTest {
    @TempDir
    Path folder;

    private Path recording;

    @BeforeEach
    void record() throws IOException {
        recording = folder.resolve("run.jsonl");
        write("""
                {"at":1,"event":"acquired","server":"s1","term":7}
                """);
    }

    private void write(String events) throws IOException {
        Files.writeString(recording, "{\"format\":\"raft-election\",\"version\":1,\"cluster\":\"orders\"}\n" + events);
    }

    @Test
    void pageIsWrittenBesideTheRecording() throws IOException {
        var typed = Typed.command("report", recording.toString());

        var page = folder.resolve("run.html");
        assertThat(typed.out())
                .isEqualToNormalizingNewlines(
                        page + ": election safety held: no term had two leaders, 1 term checked\n");
        assertThat(typed.exitCode()).isZero();
        assertThat(page).content().contains("<h1>Who led orders</h1>", "1.000s s1 acquired term 7");
    }

    @Test
    void pageIsWrittenWhereItIsWanted() {
        var page = folder.resolve("elsewhere.htm");

        assertThat(Typed.command("report", recording.toString(), "--output", page.toString())
                        .exitCode())
                .isZero();
        assertThat(page).isRegularFile();
    }

    @Test
    void violationIsInTheExitCodeToo() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1","term":7}
                {"at":2,"event":"acquired","server":"s2","term":7}
                """);

        assertThat(Typed.command("report", recording.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void pageThatCannotBeWrittenIsNamed() {
        var page = folder.resolve("nowhere").resolve("run.html");

        var typed = Typed.command("report", recording.toString(), "--output", page.toString());

        assertThat(typed.err()).isEqualToNormalizingNewlines("raft-election: " + page + ": no such file or folder\n");
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @Test
    void recordingFromStandardInputNeedsANameForThePage() {
        var typed = Typed.command("report", "-");

        assertThat(typed.err()).startsWith("raft-election: --output: is missing");
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @Test
    void damagedRecordingIsRefusedAndNoPageIsWritten() throws IOException {
        write("{\"at\":}\n");

        var typed = Typed.command("report", recording.toString());

        assertThat(typed.err()).startsWith("raft-election: " + recording + ": line 2: is not valid JSON");
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(folder.resolve("run.html")).doesNotExist();
    }
}
