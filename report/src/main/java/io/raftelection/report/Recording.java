package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads recordings, and writes a history as a recording. {@link Recorder} writes a recording while the tracker runs.
 *
 * <p>A recording is UTF-8 text, with or without a byte-order mark, plain or in gzip. If a crash left the last line of a
 * run incomplete, readers skip it, count it as a missing event, and call {@link RecordingListener#torn}. Any other
 * damage is an error.
 */
public final class Recording {
    private Recording() {}

    /**
     * {@return the history of a recording that has a single run}
     *
     * <p>The history holds every event in memory; {@link #scan} and {@link #events} do not. The history says what is
     * missing, and where: see {@link History#missing}. An incomplete last line is missing at its end.
     *
     * @param file written by a {@link Recorder} or by hand
     * @throws DamagedRecordingException if the content is not a recording, or if it has several runs: see
     *     {@link #readRuns}
     * @throws IOException if the file cannot be read
     */
    public static History read(Path file) throws IOException {
        Objects.requireNonNull(file, "file: is null");
        try (var in = open(file)) {
            return read(in);
        }
    }

    /**
     * {@return the history of a recording that has a single run}
     *
     * @param in the recording; this method does not close it
     * @throws DamagedRecordingException if the content is not a recording, or if it has several runs: see
     *     {@link #readRuns}
     * @throws IOException if the input cannot be read
     */
    public static History read(InputStream in) throws IOException {
        return collected(in, true).get(0);
    }

    /**
     * {@return the history of a recording that has a single run}
     *
     * @param in the recording; this method does not close it
     * @throws DamagedRecordingException if the content is not a recording, or if it has several runs: see
     *     {@link #readRuns}
     * @throws IOException if the input cannot be read
     */
    public static History read(Reader in) throws IOException {
        Objects.requireNonNull(in, "in: is null");
        return read(new Utf8Input(in));
    }

    /**
     * {@return the history of each run of a recording, in order} The times of each history count from the start of its
     * run.
     *
     * @param file written by a {@link Recorder} or by hand
     * @throws DamagedRecordingException if the content is not a recording
     * @throws IOException if the file cannot be read
     */
    public static List<History> readRuns(Path file) throws IOException {
        try (var in = open(file)) {
            return readRuns(in);
        }
    }

    /**
     * {@return the history of each run of a recording, in order} The times of each history count from the start of its
     * run.
     *
     * @param in the recording; this method does not close it
     * @throws DamagedRecordingException if the content is not a recording
     * @throws IOException if the input cannot be read
     */
    public static List<History> readRuns(InputStream in) throws IOException {
        return collected(in, false);
    }

    private static List<History> collected(InputStream in, boolean single) throws IOException {
        var collector = new RunCollector(single);
        scan(in, collector);
        return collector.runs();
    }

    /**
     * Passes the content of a recording to a listener, in one pass and with bounded memory.
     *
     * @param file written by a {@link Recorder} or by hand
     * @param listener receives the content up to the end or up to the first damage
     * @throws DamagedRecordingException if the content is not a recording
     * @throws IOException if the file cannot be read, or if the listener throws it
     */
    public static void scan(Path file, RecordingListener listener) throws IOException {
        try (var in = open(file)) {
            scan(in, listener);
        }
    }

    /**
     * Passes the content of a recording to a listener, in one pass and with bounded memory.
     *
     * @param in the recording; this method does not close it
     * @param listener receives the content up to the end or up to the first damage
     * @throws DamagedRecordingException if the content is not a recording
     * @throws IOException if the input cannot be read, or if the listener throws it
     */
    public static void scan(InputStream in, RecordingListener listener) throws IOException {
        RecordingParser.of(in, listener).readAll();
    }

    /**
     * {@return the events of all runs, read while the stream is consumed} Missing events and the boundaries between
     * runs are not in the stream: {@link #scan} reports them.
     *
     * @param file written by a {@link Recorder} or by hand
     * @throws DamagedRecordingException if the first bytes are not those of a recording; if there is damage after them,
     *     the stream throws an {@link UncheckedIOException}
     * @throws IOException if the file cannot be opened
     */
    public static Stream<LeadershipEvent> events(Path file) throws IOException {
        var in = open(file);
        try {
            return StreamSupport.stream(new EventSource(in), false).onClose(() -> close(in));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a history as a recording. What is missing is counted at its place, or at the start if it has no place.
     *
     * @param history the history to write
     * @param file the file, which is created or overwritten
     * @throws IOException if the file cannot be written
     */
    public static void write(History history, Path file) throws IOException {
        Objects.requireNonNull(history, "history: is null");
        Objects.requireNonNull(file, "file: is null");
        try (var lines = new LineWriter(Files.newBufferedWriter(file))) {
            writeRun(history, lines);
        }
    }

    /** Writes a history as a run. */
    static void writeRun(History history, LineWriter lines) throws IOException {
        lines.header(history.cluster(), history.startedAt());
        history.visit(new History.Visitor<IOException>() {
            @Override
            public void event(LeadershipEvent event) throws IOException {
                lines.event(event, history.instant(event.at()));
            }

            @Override
            public void fact(Fact fact) throws IOException {
                lines.fact(fact, history.instant(fact.at()));
            }

            @Override
            public void missing(Missing missing) throws IOException {
                lines.missed(missing.at(), missing.until(), missing.events(), missing.facts());
            }
        });
        lines.end(history.until(), history.instant(history.until()));
    }

    static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory, expected a recording");
        }
        return Files.newInputStream(file);
    }
}
