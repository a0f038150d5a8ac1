package io.raftelection.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.Standing;
import io.raftelection.Subscription;
import io.raftelection.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes what a tracker hears to a file, a line an event and at once, so that what a killed process leaves behind can
 * be read.
 *
 * <p>Safe for use by many threads. A write that fails is not lost silently: recording stops, and {@link #close()}
 * throws.
 */
public final class Recorder implements AutoCloseable {
    /** How long closing waits for a tracker that has more to tell. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Tracker tracker;
    private final Subscription subscription;

    /** Used under the lock of this. */
    private final LineWriter lines;

    @GuardedBy("this")
    private Optional<IOException> failure = Optional.empty();

    /** The last event the tracker told. */
    @GuardedBy("this")
    private Optional<LeadershipEvent> told = Optional.empty();

    @GuardedBy("this")
    private boolean closed;

    private Recorder(Tracker tracker, LineWriter lines) {
        this.tracker = tracker;
        this.lines = lines;
        this.subscription = tracker.subscribe(new LeadershipListener() {
            @Override
            public void on(LeadershipEvent event) {
                write(() -> lines.event(event, tracker.instant(event.at())), Optional.of(event));
            }

            @Override
            public void missed(long events, List<Standing> standings) {
                write(() -> lines.missed(tracker.elapsed(), events), lastEvent());
            }
        });
    }

    /**
     * Starts to record, from the leaderships held now on.
     *
     * @param tracker whom to listen to; best before its first server is tracked
     * @param file where to, created or overwritten
     * @return to be closed after the tracker, whose end is then part of the recording
     * @throws IOException if the file cannot be written
     */
    public static Recorder record(Tracker tracker, Path file) throws IOException {
        Objects.requireNonNull(tracker, "tracker: is null");
        Objects.requireNonNull(file, "file: is null");
        var lines = new LineWriter(Files.newBufferedWriter(file));
        try {
            var history = tracker.history();
            lines.header(history.cluster(), history.startedAt());
            return new Recorder(tracker, lines);
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** One line to write. */
    private interface Line {
        void write() throws IOException;
    }

    private synchronized void write(Line line, Optional<LeadershipEvent> event) {
        if (!closed && failure.isEmpty()) {
            try {
                line.write();
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        told = event;
        notifyAll();
    }

    private Optional<LeadershipEvent> lastEvent() {
        var events = tracker.history().events();
        return events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
    }

    /**
     * Ends the recording, once everything the tracker heard until now is written; waits for that 10 seconds at most.
     * Any number of times. Not to be called by a callback of the tracker.
     *
     * @throws IOException if anything could not be written
     */
    @Override
    public void close() throws IOException {
        var last = lastEvent();
        var end = tracker.history().until();
        synchronized (this) {
            if (closed) {
                return;
            }
            awaitTold(last);
            write(() -> lines.end(end, tracker.instant(end)), last);
            closed = true;
            subscription.close();
            try {
                lines.close();
            } catch (IOException e) {
                failure = failure.or(() -> Optional.of(e));
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    @GuardedBy("this")
    private void awaitTold(Optional<LeadershipEvent> last) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (last.isPresent() && !last.equals(told)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
