package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.TimeAnchor;
import io.raftelection.internal.Gap;
import io.raftelection.internal.MergedEvents;
import io.raftelection.internal.MergedEvents.Item;
import io.raftelection.internal.OpenStates;
import io.raftelection.internal.SourceItems;
import io.raftelection.internal.WallAxis;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a file one by one, with bounded memory. Their times count from the start of its first run and
 * follow its wall clock. What a run leaves open ends with the run. Every error names the file.
 */
final class FileEvents implements RecordingListener, MergedEvents.Source<IOException>, Closeable {
    private final Path file;
    private final InputStream in;
    private final RecordingParser parser;
    private final RunClock clock = new RunClock();
    private final OpenStates open = new OpenStates();
    private final SourceItems next = new SourceItems();
    private WallAxis axis = new WallAxis(Instant.EPOCH);

    /** The latest event or fact, whose wall-clock time may follow. */
    private @Nullable Item pending;

    private boolean more = true;
    private String cluster = "";
    private Instant startedAt = Instant.EPOCH;
    private long events;

    /** The time of the latest line of the run. */
    private Duration latest = Duration.ZERO;

    /** Until when the next gap lasts, if that was said. */
    private Duration missedUntil = Duration.ZERO;

    FileEvents(Path file) throws IOException {
        this.file = file;
        this.in = Recording.open(file);
        try {
            this.parser = RecordingParser.of(in, this);
        } catch (IOException e) {
            in.close();
            throw named(file, e);
        }
    }

    private static IOException named(Path file, IOException e) {
        if (e instanceof FileSystemException) {
            return e;
        }
        var named = new FileSystemException(file.toString(), null, e.getMessage());
        named.initCause(e);
        return named;
    }

    @Override
    public @Nullable Item next() throws IOException {
        try {
            while (next.isEmpty() && more) {
                more = parser.step();
            }
        } catch (IOException e) {
            throw named(file, e);
        }
        return next.poll();
    }

    @Override
    public void started(String name, Instant at) {
        clock.started(at);
        axis = new WallAxis(at);
        latest = Duration.ZERO;
        missedUntil = Duration.ZERO;
        if (clock.runs() == 1) {
            cluster = name;
            startedAt = at;
        } else if (!name.equals(cluster)) {
            throw new IllegalArgumentException(otherCluster(name, "the run before", cluster));
        }
    }

    static String otherCluster(String name, String other, String expected) {
        return "is of cluster \"" + name + "\" and " + other + " is of cluster \"" + expected
                + "\", expected recordings of one cluster";
    }

    @Override
    public void event(LeadershipEvent event) {
        flush();
        events++;
        latest = event.at();
        pending = Item.of(event);
        open.on(event);
    }

    @Override
    public void fact(Fact fact) {
        flush();
        latest = fact.at();
        pending = Item.of(fact);
        open.on(fact);
    }

    @Override
    public void time(Duration at, Instant time) {
        axis.add(new TimeAnchor(at, time));
    }

    private void flush() {
        if (pending != null) {
            next.add(pending.withAt(placed(pending.at())));
            pending = null;
        }
    }

    private Duration placed(Duration at) {
        return clock.at(axis.at(at));
    }

    @Override
    public void missedUntil(Duration until) {
        missedUntil = until;
    }

    @Override
    public void missed(Duration at, long count) {
        gap(at, count, 0, 0);
    }

    @Override
    public void missedFacts(Duration at, long count) {
        gap(at, 0, count, 0);
    }

    @Override
    public void torn(long line) {
        gap(latest, 1, 0, line);
    }

    private void gap(Duration at, long count, long facts, long line) {
        flush();
        latest = at;
        var from = placed(at);
        var until = placed(missedUntil);
        next.add(new Gap(from, until.compareTo(from) > 0 ? until : from, count, facts, line));
        missedUntil = Duration.ZERO;
    }

    @Override
    public void ended(Duration until) {
        flush();
        var end = axis.at(until);
        next.reach(clock.at(end));
        open.end(clock.at(end)).forEach(event -> next.add(Item.of(event)));
        open.endFacts(until).forEach(fact -> next.add(Item.of(fact.withAt(clock.at(end)))));
        clock.ended(end);
    }

    String cluster() {
        return cluster;
    }

    /** {@return the start of the first run; {@link Instant#EPOCH} if unknown} */
    Instant startedAt() {
        return startedAt;
    }

    /** {@return the end of the last run} */
    Duration end() {
        return clock.end();
    }

    long runs() {
        return clock.runs();
    }

    long events() {
        return events;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
