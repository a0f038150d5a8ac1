package io.raftelection.cli;

import io.raftelection.LeadershipEvent;
import io.raftelection.report.DamagedRecordingException;
import io.raftelection.report.Recording;
import io.raftelection.report.RecordingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The recording that a command reads. */
final class RecordingFile {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Parameters(
            paramLabel = "FILE.jsonl",
            description = "A recording, as run --record writes it, plain or in gzip; - is standard input.")
    private Path file;

    @Option(
            names = "--strict",
            description = "Refuse a recording whose last line was cut off, instead of skipping that line.")
    private boolean strict;

    Path path() {
        return file;
    }

    boolean isStandardInput() {
        return file.equals(STANDARD_INPUT);
    }

    /** Passes the recording to a listener. */
    void scan(RecordingListener listener) {
        try {
            var checked = strict ? new Strict(listener) : listener;
            if (isStandardInput()) {
                Recording.scan(System.in, checked);
            } else {
                Recording.scan(file, checked);
            }
        } catch (IOException e) {
            throw new CannotUseFile(file, e);
        }
    }

    /** Refuses a line that was cut off. */
    private record Strict(RecordingListener listener) implements RecordingListener {
        @Override
        public void started(String cluster, Instant startedAt) throws IOException {
            listener.started(cluster, startedAt);
        }

        @Override
        public void event(LeadershipEvent event) throws IOException {
            listener.event(event);
        }

        @Override
        public void missed(Duration at, long events) throws IOException {
            listener.missed(at, events);
        }

        @Override
        public void torn(long line) throws IOException {
            throw new DamagedRecordingException(line, "is cut off");
        }

        @Override
        public void ended(Duration until) throws IOException {
            listener.ended(until);
        }
    }
}
