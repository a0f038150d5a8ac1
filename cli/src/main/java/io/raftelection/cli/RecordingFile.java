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

/** The parameter that names the recording, and the options for reading it. */
final class RecordingFile {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Parameters(
            paramLabel = "FILE.jsonl",
            description =
                    "The recording, as written by run --record; it may be compressed with gzip. - reads standard input.")
    private Path file;

    @Option(
            names = "--strict",
            description = "Reject a recording whose last line is incomplete. By default, that line is skipped.")
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
            throw new FileException(file, e);
        }
    }

    /** Rejects an incomplete last line. */
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
            throw new DamagedRecordingException(line, "is incomplete");
        }

        @Override
        public void ended(Duration until) throws IOException {
            listener.ended(until);
        }
    }
}
