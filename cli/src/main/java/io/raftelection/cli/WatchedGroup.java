package io.raftelection.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.ListenerSubscription;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.report.Recorder;
import io.raftelection.report.RecordingSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Prints and records the events of one Raft group, and summarizes them. Its memory does not grow with their number. */
final class WatchedGroup {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Tracker tracker;
    private final Screen screen;
    private final boolean isPrinted;
    private final Optional<Path> file;
    private final List<Recorder> recorders = new ArrayList<>();
    private final ListenerSubscription subscription;

    @GuardedBy("this")
    private final RecordingSummary.Builder summary = new RecordingSummary.Builder();

    /** How many events were received or missed. */
    @GuardedBy("this")
    private long received;

    /**
     * Starts to print and record.
     *
     * @param record the file to record in; a named group has a file of its own
     * @param json where events are printed as JSON, in place of the screen
     */
    WatchedGroup(String name, Tracker tracker, Screen screen, Optional<Path> record, Optional<PrintWriter> json) {
        this.name = name;
        this.tracker = tracker;
        this.screen = screen;
        this.isPrinted = json.isEmpty();
        this.file = record.map(path -> name.isEmpty() ? path : fileOf(name, path));
        var start = tracker.history();
        summary.started(start.cluster(), start.startedAt());
        json.ifPresent(this::stream);
        file.ifPresent(this::record);
        this.subscription = tracker.subscribe(new Events());
    }

    private void stream(PrintWriter out) {
        try {
            recorders.add(Recorder.stream(tracker, out, name));
        } catch (IOException e) {
            throw new FileException(Path.of("standard output"), e);
        }
    }

    private void record(Path path) {
        try {
            recorders.add(Recorder.record(tracker, path));
        } catch (IOException e) {
            throw new FileException(path, e);
        }
    }

    /** {@return for example {@code run-orders.jsonl}} Characters that a file name may not have become hyphens. */
    static Path fileOf(String group, Path path) {
        var file = String.valueOf(path.getFileName());
        int dot = file.lastIndexOf('.') > 0 ? file.lastIndexOf('.') : file.length();
        var word = group.replaceAll("[^\\p{L}\\p{N}._-]", "-");
        return path.resolveSibling(file.substring(0, dot) + "-" + word + file.substring(dot));
    }

    /** The listener of the tracker. */
    private final class Events implements LeadershipListener {

        @Override
        public void on(LeadershipEvent event) {
            receive(event);
        }

        @Override
        public void missed(long events, List<Standing> standings) {
            miss(events);
        }
    }

    private void receive(LeadershipEvent event) {
        if (isPrinted) {
            var time = screen.time(tracker.instant(event.at()));
            screen.event(event, name.isEmpty() ? time + " " : time + " " + name + " ");
        }
        synchronized (this) {
            summary.event(event);
            received++;
            notifyAll();
        }
    }

    private synchronized void miss(long events) {
        summary.missed(tracker.elapsed(), events);
        received += events;
        notifyAll();
    }

    /** Prints the summary, after the tracker was closed. {@return whether Election Safety held} */
    boolean finish() throws InterruptedException {
        var result = awaitSummary();
        for (var recorder : recorders) {
            try {
                recorder.close();
            } catch (IOException e) {
                throw new FileException(file.orElse(Path.of("standard output")), e);
            }
        }
        Results.of(screen).print(result);
        return result.isSafe();
    }

    /** Waits until every event is received, for at most ten seconds. */
    private synchronized RecordingSummary awaitSummary() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (received < subscription.events() && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
        summary.ended(tracker.history().until());
        return summary.build();
    }
}
