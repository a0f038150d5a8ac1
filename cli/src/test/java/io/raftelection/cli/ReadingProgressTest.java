package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.report.RecordingListener;
import io.raftelection.watch.logs.LogSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what a terminal shows of a long read. */
@Timeout(60)
final class ReadingProgressTest {
    private final StringWriter out = new StringWriter();
    private final Screen terminal = new Screen(new PrintWriter(out), Style.PLAIN, WallTimes.local(), true);

    @Test
    void eventsAreCountedAndPassedOn() throws IOException {
        var event = LeadershipEvent.parse("1.000s s1 acquired term 1");
        var passed = new AtomicLong();
        long given = 0;
        try (var progress = new ReadingProgress(terminal)) {
            var listener = progress.events(new RecordingListener() {
                @Override
                public void event(LeadershipEvent each) {
                    passed.incrementAndGet();
                }
            });
            for (; out.toString().isEmpty(); given++) {
                listener.event(event);
            }
        }

        assertThat(passed).hasValue(given);
        assertThat(out.toString()).matches("(?s).*  reading, [\\d,]+ events.*").endsWith("\r\u001b[K");
    }

    @Test
    void bytesAreCountedAndPassedOn() throws IOException {
        try (var progress = new ReadingProgress(terminal)) {
            while (out.toString().isEmpty()) {
                try (var in = progress.bytes(LogSource.of("s1.log", stream())).open()) {
                    assertThat(in.readAllBytes()).hasSize(3);
                }
            }
        }

        assertThat(out.toString()).contains("  reading s1.log, 0 MB");
    }

    private static InputStream stream() {
        return new ByteArrayInputStream(new byte[3]);
    }

    @Test
    void otherOutputThanATerminalShowsNothing() throws IOException {
        var file = new Screen(new PrintWriter(out), Style.PLAIN, WallTimes.local(), false);
        try (var progress = new ReadingProgress(file)) {
            var listener = progress.events(new RecordingListener() {});
            long end = System.nanoTime() + 700_000_000;
            while (System.nanoTime() < end) {
                listener.event(LeadershipEvent.parse("1.000s s1 acquired term 1"));
            }
        }

        assertThat(out.toString()).isEmpty();
    }
}
