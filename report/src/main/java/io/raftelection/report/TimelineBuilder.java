package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Builds the page of a {@link Timeline} from a recording, in one pass with bounded memory. Pass the builder to
 * {@link Recording#scan}, then {@link #write} the page. Not thread-safe.
 */
public final class TimelineBuilder implements RecordingListener, History.Visitor<RuntimeException> {
    /** The largest number of events that the page has all of. */
    public static final int MAX_EVENTS = EventLog.ALL;

    private final RecordingSummary.Builder summary = new RecordingSummary.Builder();
    private final TimelineData data = new TimelineData();

    /** Creates a builder for an empty page. */
    public TimelineBuilder() {}

    @Override
    public void files(List<RecordedFile> files, Duration contradiction) {
        summary.files(files, contradiction);
    }

    @Override
    public void started(String cluster, Instant startedAt) {
        summary.started(cluster, startedAt);
        data.started(startedAt);
    }

    @Override
    public void event(LeadershipEvent event) {
        summary.event(event);
        data.event(event);
    }

    @Override
    public void fact(Fact fact) {
        summary.fact(fact);
        data.fact(fact);
    }

    @Override
    public void time(Duration at, Instant time) {
        data.time(at, time);
    }

    @Override
    public void missing(Missing missing) {
        summary.missing(missing);
        if (missing.events() > 0) {
            data.missed(missing.until());
        } else {
            data.missedFacts();
        }
    }

    @Override
    public void missedUntil(Duration until) {
        summary.missedUntil(until);
        data.missed(until);
    }

    @Override
    public void missed(Duration at, long events) {
        summary.missed(at, events);
        if (events == 0) {
            data.missedFacts();
        } else {
            data.missed(at);
        }
    }

    @Override
    public void missedFacts(Duration at, long facts) {
        summary.missedFacts(at, facts);
        data.missedFacts();
    }

    @Override
    public void torn(long line) {
        summary.torn(line);
        data.missed(Duration.ZERO);
    }

    @Override
    public void ended(Duration until) {
        summary.ended(until);
        data.ended(until);
    }

    /** {@return the cause of an election as the page shows it; empty if it has none} */
    String cause(long index) {
        return data.causes().of(index);
    }

    /** {@return the Election Safety result and the figures that the page shows} */
    public RecordingSummary summary() {
        return summary.build();
    }

    /**
     * Writes the page.
     *
     * @param file the page, which is created or overwritten
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        Objects.requireNonNull(file, "file: is null");
        try (var out = writer(file)) {
            new Page(summary(), data).write(out);
        }
    }

    /**
     * Writes the first view of the page as an SVG picture, for a document.
     *
     * @param file the picture, which is created or overwritten
     * @throws IOException if the file cannot be written
     */
    public void writeSvg(Path file) throws IOException {
        Objects.requireNonNull(file, "file: is null");
        try (var out = writer(file)) {
            new PictureFile(summary(), data).write(out);
        }
    }

    /** This writer replaces half a surrogate pair by a question mark; the writer of Files throws. */
    private static Writer writer(Path file) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
    }
}
