package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the page of a {@link Timeline} from a recording, with bounded memory. Pass the builder to
 * {@link Recording#scan}, then {@link #write} the page. Not thread-safe.
 */
public final class TimelineBuilder implements RecordingListener {
    /** The largest number of events that are drawn one by one. */
    public static final int MAX_DRAWN = 50_000;

    private final RecordingSummary.Builder summary = new RecordingSummary.Builder();
    private final RunClock clock = new RunClock();
    private final EventList listed = new EventList();
    private final LeaderShares shares = new LeaderShares();

    /** All events, while there are few enough to draw them one by one. */
    private List<LeadershipEvent> drawn = new ArrayList<>();

    /** Whether the page shows {@link #shares} instead of {@link #drawn}. */
    private boolean aggregated;

    /** Creates a builder for an empty page. */
    public TimelineBuilder() {}

    @Override
    public void files(List<RecordedFile> files, Duration contradiction) {
        summary.files(files, contradiction);
    }

    @Override
    public void started(String cluster, Instant startedAt) {
        summary.started(cluster, startedAt);
        clock.started(startedAt);
        if (clock.runs() == 2 && !aggregated) {
            aggregate();
            shares.endRun(clock.end());
        }
        shares.startRun(clock.offset());
    }

    @Override
    public void event(LeadershipEvent event) {
        summary.event(event);
        var placed = clock.at(event);
        listed.add(placed);
        if (!aggregated) {
            drawn.add(placed);
            if (drawn.size() > MAX_DRAWN) {
                aggregate();
            }
        } else {
            shares.event(placed);
        }
    }

    private void aggregate() {
        aggregated = true;
        drawn.forEach(shares::event);
        drawn = List.of();
    }

    @Override
    public void missed(Duration at, long events) {
        summary.missed(at, events);
    }

    @Override
    public void torn(long line) {
        summary.torn(line);
    }

    @Override
    public void ended(Duration until) {
        summary.ended(until);
        clock.ended(until);
        if (aggregated) {
            shares.endRun(clock.end());
        }
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
        var result = summary();
        // This writer replaces half a surrogate pair by a question mark; the writer of Files throws.
        try (var out =
                new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8))) {
            new Page(result, listed, picture(result)).write(out);
        }
    }

    private Page.Picture picture(RecordingSummary result) {
        if (aggregated) {
            return new SharesDrawing(shares, result)::write;
        }
        var history = new History(result.cluster(), result.startedAt(), result.until(), drawn, result.missed());
        return new Drawing(history, listed::keeps)::write;
    }
}
