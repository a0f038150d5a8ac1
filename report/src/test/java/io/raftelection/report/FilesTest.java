package io.raftelection.report;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests files that a recorder did not write, and files that are not recordings. */
final class FilesTest {
    private static final String FIRST = """
            {"format":"raft-election","version":1,"cluster":"orders","startedAt":"2026-01-31T12:00:00Z"}
            {"at":1,"event":"acquired","server":"s1","term":7,"tenure":1}
            {"at":3,"event":"missed","count":2}
            """;
    private static final String SECOND = """
            {"format":"raft-election","version":1,"cluster":"orders","startedAt":"2026-01-31T12:01:00Z"}
            {"at":0.5,"event":"acquired","server":"s2","term":7,"tenure":1}
            {"at":2,"event":"end"}
            """;

    @TempDir
    Path folder;

    @Test
    void gzipIsReadAsText() throws IOException {
        assertThat(read(gzip(FIRST.getBytes(UTF_8)))).isEqualTo(read(FIRST.getBytes(UTF_8)));
    }

    @Test
    void truncatedGzipIsDamaged() throws IOException {
        var whole = gzip(FIRST.getBytes(UTF_8));

        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 9)))
                .isInstanceOf(DamagedRecordingException.class)
                .hasMessageContaining("is not valid gzip: the file is truncated");
    }

    @Test
    void byteOrderMarkAndBlankLinesAtTheEndAreSkipped() throws IOException {
        assertThat(read(("\ufeff" + FIRST + "\n \r\n\n").getBytes(UTF_8))).isEqualTo(read(FIRST.getBytes(UTF_8)));
    }

    @Test
    void filesOfOtherKindsAreNamed() throws IOException {
        assertDamaged(FIRST.getBytes(UTF_16), "line 1: is UTF-16 text, expected UTF-8 text, plain or in gzip");
        assertDamaged(FIRST.getBytes(UTF_16LE), "line 1: is UTF-16 text, expected UTF-8 text, plain or in gzip");
        assertDamaged(zip(), "line 1: is a ZIP archive, expected UTF-8 text, plain or in gzip");
        assertDamaged(new byte[0], "line 1: is empty, expected a header");
        assertDamaged(gzip(new byte[0]), "line 1: is empty, expected a header");
        assertDamaged("hello\n".getBytes(UTF_8), "line 1: " + Header.NO_HEADER);
        assertDamaged(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, '\n'}, "line 1: " + Header.NO_HEADER);
        assertThatThrownBy(() -> Recording.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + ": is a directory, expected a recording");
    }

    @Test
    void eachRunOfAFileHasItsOwnTimes() throws IOException {
        var runs = Recording.readRuns(in(FIRST + SECOND));

        assertThat(runs).containsExactly(read(FIRST.getBytes(UTF_8)), read(SECOND.getBytes(UTF_8)));
        assertThatThrownBy(() -> Recording.read(in(FIRST + SECOND)))
                .hasMessage("line 4: starts another run, expected a recording with a single run");
    }

    @Test
    void incompleteLineBeforeARestartIsSkipped() throws IOException {
        var runs = Recording.readRuns(in(FIRST + "{\"at\":4,\"ev\n\n" + SECOND));

        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).dropped()).isEqualTo(3);
    }

    @Test
    void termsAreCheckedAcrossRuns() throws IOException {
        var summary = summary(FIRST + SECOND);

        assertThat(summary.safety())
                .hasToString("VIOLATED: a term had two leaders, 1 term checked, 2 events could not be\n"
                        + "  term 7: s1 at 1.000s, s2 at 60.500s");
        assertThat(summary.runs()).isEqualTo(2);
        assertThat(summary.until()).isEqualTo(Duration.ofSeconds(62));
        assertThat(summary.summary().elections()).isEqualTo(2);
        assertThat(summary.summary().withoutKnownLeader().total()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(summary.summary().tenures().values())
                .extracting(tenure -> tenure.total().toMillis())
                .containsExactly(2_000L, 1_500L);
        assertThat(summary.summary().longestOverlap()).isEmpty();
    }

    @Test
    void runWhoseClockWentBackStartsWhereTheOneBeforeEnds() throws IOException {
        assertThat(summary(SECOND + FIRST).safety().splits()).hasToString("[term 7: s2 at 0.500s, s1 at 3.000s]");
    }

    @Test
    void eventsAreStreamedUntilTheDamage() throws IOException {
        var file = Files.writeString(folder.resolve("runs"), FIRST + SECOND);
        try (var events = Recording.events(file)) {
            assertThat(events.map(LeadershipEvent::toString))
                    .containsExactly("1.000s s1 acquired term 7", "0.500s s2 acquired term 7");
        }
        Files.writeString(file, FIRST + "nonsense\n");
        try (var events = Recording.events(file)) {
            assertThatThrownBy(events::toList)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("line 4: is not valid JSON");
        }
    }

    private static RecordingSummary summary(String text) throws IOException {
        var builder = new RecordingSummary.Builder();
        Recording.scan(in(text), builder);
        return builder.build();
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static History read(byte[] file) throws IOException {
        return Recording.read(new ByteArrayInputStream(file));
    }

    private static void assertDamaged(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(DamagedRecordingException.class)
                .hasMessage(message);
    }

    private static byte[] gzip(byte[] text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("run.jsonl"));
            out.write(FIRST.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
