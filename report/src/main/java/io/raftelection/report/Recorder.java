package io.raftelection.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.ListenerSubscription;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes a tracker's events and facts to a file. The recorder writes each of them immediately as one line, so the file
 * is readable even if the process is killed.
 *
 * <p>Every event and every fact of the tracker is in the file or is counted there as missing. If a write fails, the
 * recording stops and {@link #close()} throws the error.
 *
 * <p>Thread-safe. An interrupt does not affect writing or closing; the interrupt flag stays set.
 */
public final class Recorder implements AutoCloseable {
    /** The limit of the wait in close for events that the tracker has not delivered yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Tracker tracker;
    private final ListenerSubscription subscription;

    /** Guarded by this. */
    private final LineWriter lines;

    @GuardedBy("this")
    private Optional<IOException> failure = Optional.empty();

    /** The number of events that are in the file or counted there as missing. */
    @GuardedBy("this")
    private long received;

    @GuardedBy("this")
    private long receivedFacts;

    /** The number of facts that are counted in the file as missing. */
    @GuardedBy("this")
    private long missingFacts;

    /** The time of the last line. Readers require that the times never decrease. */
    @GuardedBy("this")
    private Duration latest = Duration.ZERO;

    @GuardedBy("this")
    private boolean closed;

    private Recorder(Tracker tracker, LineWriter lines) {
        this.tracker = tracker;
        this.lines = lines;
        this.subscription = tracker.subscribe(new LeadershipListener() {
            @Override
            public void on(LeadershipEvent event) {
                receive(event, tracker.instant(event.at()));
            }

            @Override
            public void fact(Fact fact) {
                receive(fact, tracker.instant(fact.at()));
            }

            @Override
            public void missed(long events, List<Standing> standings) {
                miss(events, missedFacts());
            }
        });
    }

    /** Reads how many facts did not fit. It takes the tracker's lock, and so must not be called under this one. */
    @SuppressWarnings("ConstantConditions") // a listener may be notified before it is known that it has subscribed
    private long missedFacts() {
        return subscription == null ? 0 : subscription.missedFacts();
    }

    /**
     * Starts a recording in a new file. It starts with the leaderships that are held now, and with what the servers
     * reported last about their leaders and members.
     *
     * @param tracker the tracker to record; start before its first server is tracked to record everything
     * @param file the file, which is created or overwritten
     * @return the recorder; close it after the tracker to record the tracker's end
     * @throws IOException if the file cannot be written
     */
    public static Recorder record(Tracker tracker, Path file) throws IOException {
        Objects.requireNonNull(tracker, "tracker: is null");
        Objects.requireNonNull(file, "file: is null");
        return start(tracker, file, "", StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Appends a recording to a file, for example after a restart of the process. The file then has several runs. If its
     * last line is incomplete, the new run starts on the next line.
     *
     * @param tracker the tracker to record; start before its first server is tracked to record everything
     * @param file the file, which is created if it does not exist
     * @return the recorder; close it after the tracker to record the tracker's end
     * @throws IOException if the file cannot be written
     */
    public static Recorder append(Tracker tracker, Path file) throws IOException {
        Objects.requireNonNull(tracker, "tracker: is null");
        Objects.requireNonNull(file, "file: is null");
        return start(tracker, file, LineEnding.missingFrom(file), StandardOpenOption.APPEND);
    }

    /**
     * Starts a recording on a stream, for example for a program that reads it while it is written. Closing the recorder
     * flushes the stream and does not close it.
     *
     * @param tracker the tracker to record; start before its first server is tracked to record everything
     * @param stream receives each line in one call; several recorders may share it if it is safe for many threads
     * @param group the name of the Raft group, which each line then has; empty for none
     * @return the recorder; close it after the tracker to record the tracker's end
     * @throws IOException if the stream cannot be written
     */
    public static Recorder stream(Tracker tracker, Writer stream, String group) throws IOException {
        Objects.requireNonNull(tracker, "tracker: is null");
        var out = new FilterWriter(Objects.requireNonNull(stream, "stream: is null")) {
            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
        return start(tracker, new LineWriter(out, Objects.requireNonNull(group, "group: is null")));
    }

    private static Recorder start(Tracker tracker, LineWriter lines) throws IOException {
        var history = tracker.history();
        lines.header(history.cluster(), history.startedAt());
        return new Recorder(tracker, lines);
    }

    private static Recorder start(Tracker tracker, Path file, String before, StandardOpenOption mode)
            throws IOException {
        // An interrupt of the writing thread would close a channel; it does not close this stream.
        var out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        var lines = new LineWriter(writer);
        try {
            writer.write(before);
            return start(tracker, lines);
        } catch (IOException | RuntimeException e) {
            try {
                lines.close();
            } catch (IOException again) {
                if (again != e) {
                    e.addSuppressed(again);
                }
            }
            throw e;
        }
    }

    /** A line to write. */
    private interface Line {
        void write() throws IOException;
    }

    private synchronized void receive(LeadershipEvent event, Instant time) {
        if (!closed) {
            received++;
            latest = event.at();
            write(() -> lines.event(event, time));
            notifyAll();
        }
    }

    private synchronized void receive(Fact fact, Instant time) {
        if (!closed) {
            receivedFacts++;
            latest = fact.at();
            write(() -> lines.fact(fact, time));
            notifyAll();
        }
    }

    /**
     * Counts what is missing. It happened after the last line and before the next event.
     *
     * @param allFacts how many facts are missing since the start
     */
    private synchronized void miss(long events, long allFacts) {
        if (!closed) {
            received += events;
            long facts = Math.max(0, allFacts - missingFacts);
            missingFacts += facts;
            var at = latest;
            write(() -> lines.missed(at, events, facts));
            notifyAll();
        }
    }

    @GuardedBy("this")
    private void write(Line line) {
        if (failure.isPresent()) {
            return;
        }
        try {
            line.write();
        } catch (IOException e) {
            failure = Optional.of(e);
        } catch (RuntimeException | Error e) {
            failure = Optional.of(new IOException("recording stopped: " + e, e));
            throw e;
        }
    }

    /**
     * Waits until the tracker has delivered every earlier event, then ends the recording. After 10 seconds, the events
     * that are not delivered yet count as missing. Further calls have no effect. Do not call this method from a
     * callback of the tracker, which would block the delivery.
     *
     * @throws IOException if a write failed, now or earlier
     */
    @Override
    public void close() throws IOException {
        awaitReceived(subscription.events(), subscription.facts());
        subscription.close();
        var until = tracker.history().until();
        finish(subscription.events(), subscription.facts() + subscription.missedFacts(), until, tracker.instant(until));
    }

    private synchronized void finish(long events, long facts, Duration until, Instant time) throws IOException {
        if (closed) {
            return;
        }
        if (received < events || receivedFacts + missingFacts < facts) {
            miss(Math.max(0, events - received), facts - receivedFacts);
        }
        closed = true;
        var at = until.compareTo(latest) > 0 ? until : latest;
        write(() -> lines.end(at, time));
        try {
            lines.close();
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(e));
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Waits even if the thread is interrupted, because events that arrive later would be missing. */
    private synchronized void awaitReceived(long expected, long facts) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos();
                (received < expected || receivedFacts < facts) && failure.isEmpty() && !closed && left > 0;
                left = deadline - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
