package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the output and the exit codes of {@code report}. */
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
                        page + ": Election Safety held: no term had two leaders, 1 term checked\n");
        assertThat(typed.exitCode()).isZero();
        assertThat(page).content().contains("<h1>Leaders of orders</h1>", "<span>s1 acquired term 7</span>");
    }

    @Test
    void outputOptionNamesThePage() {
        var page = folder.resolve("elsewhere.htm");

        assertThat(Typed.command("report", recording.toString(), "--output", page.toString())
                        .exitCode())
                .isZero();
        assertThat(page).isRegularFile();
    }

    @Test
    void svgOptionWritesThePictureAndNoPage() {
        var picture = folder.resolve("run.svg");

        var typed = Typed.command("report", recording.toString(), "--svg", picture.toString());

        assertThat(typed.out()).startsWith(picture + ": Election Safety held");
        assertThat(typed.exitCode()).isZero();
        assertThat(picture).content().contains("<svg xmlns=", ">s1</text>", "</svg>");
        assertThat(folder.resolve("run.html")).doesNotExist();
    }

    @Test
    void pageAndPictureAreWrittenIfBothAreNamed() throws IOException {
        var page = folder.resolve("one.html");
        var picture = folder.resolve("one.svg");

        Typed.command("report", recording.toString(), "--output", page.toString(), "--svg", picture.toString());

        assertThat(page).content().startsWith("<!DOCTYPE html>");
        assertThat(picture).content().startsWith("<?xml");
    }

    @Test
    void violationSetsTheExitCode() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1","term":7}
                {"at":2,"event":"acquired","server":"s2","term":7}
                """);

        assertThat(Typed.command("report", recording.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void unwritablePageIsNamed() {
        var page = folder.resolve("nowhere").resolve("run.html");

        var typed = Typed.command("report", recording.toString(), "--output", page.toString());

        assertThat(typed.err())
                .isEqualToNormalizingNewlines("raft-election: " + page + ": no such file or directory\n");
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @Test
    void recordingFromStandardInputNeedsTheOutputOption() {
        var typed = Typed.command("report", "-");

        assertThat(typed.err()).startsWith("raft-election: --output: is missing");
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @Test
    void damagedRecordingIsRejectedAndNoPageIsWritten() throws IOException {
        write("{\"at\":}\n");

        var typed = Typed.command("report", recording.toString());

        assertThat(typed.err()).startsWith("raft-election: " + recording + ": line 2: is not valid JSON");
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(folder.resolve("run.html")).doesNotExist();
    }
}
