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

    /** The time of the latest line. */
    private Duration latest = Duration.ZERO;

    /** Until when the next gap lasts, if that was said. */
    private Duration missedUntil = Duration.ZERO;

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
        latest = Duration.ZERO;
        missedUntil = Duration.ZERO;
        lines.header(cluster, start);
    }

    @Override
    public void event(LeadershipEvent event) throws IOException {
        latest = event.at();
        lines.event(event, startedAt.plus(event.at()));
    }

    @Override
    public void fact(Fact fact) throws IOException {
        latest = fact.at();
        lines.fact(fact, startedAt.plus(fact.at()));
    }

    @Override
    public void missedUntil(Duration until) {
        missedUntil = until;
    }

    @Override
    public void missed(Duration at, long events) throws IOException {
        latest = at;
        lines.missed(at, missedUntil, events, 0);
        missedUntil = Duration.ZERO;
    }

    @Override
    public void missedFacts(Duration at, long facts) throws IOException {
        latest = at;
        lines.missed(at, 0, facts);
    }

    /** Counts the event that an incomplete line may have held. */
    @Override
    public void torn(long line) throws IOException {
        missed(latest, 1);
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
