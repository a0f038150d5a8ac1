package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Writes what it receives as a recording, line by line. {@link Recorder} writes the events of a tracker. Not
 * thread-safe.
 */
public final class RecordingWriter implements RecordingListener, AutoCloseable {
    private final LineWriter lines;
    private Instant startedAt = Instant.EPOCH;

    private RecordingWriter(LineWriter lines) {
        this.lines = lines;
    }

    /**
     * {@return a writer for a new recording}
     *
     * @param file the file, which is created or overwritten
     * @throws IOException if the file cannot be written
     */
    public static RecordingWriter of(Path file) throws IOException {
        Objects.requireNonNull(file, "file: is null");
        return new RecordingWriter(new LineWriter(Files.newBufferedWriter(file)));
    }

    @Override
    public void started(String cluster, Instant start) throws IOException {
        startedAt = start;
        lines.header(cluster, start);
    }

    @Override
    public void event(LeadershipEvent event) throws IOException {
        lines.event(event, startedAt.plus(event.at()));
    }

    @Override
    public void fact(Fact fact) throws IOException {
        lines.fact(fact, startedAt.plus(fact.at()));
    }

    @Override
    public void missed(Duration at, long events) throws IOException {
        lines.missed(at, events, 0);
    }

    @Override
    public void missedFacts(Duration at, long facts) throws IOException {
        lines.missed(at, 0, facts);
    }

    @Override
    public void ended(Duration until) throws IOException {
        lines.end(until, startedAt.plus(until));
    }

    /**
     * Closes the file.
     *
     * @throws IOException if the file cannot be written
     */
    @Override
    public void close() throws IOException {
        lines.close();
    }
}
