package io.raftelection.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.LeadershipEvent;
import io.raftelection.report.Figures;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Prints lines, and on a terminal a progress line below them. Thread-safe. */
final class Screen {
    private static final String ERASE = "\r\u001b[K";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter out;
    private final Style style;
    private final WallTimes times;
    private final boolean progress;

    @GuardedBy("this")
    private long events;

    @GuardedBy("this")
    private Optional<String> waiting = Optional.empty();

    Screen(PrintWriter out, Style style, WallTimes times, boolean progress) {
        this.out = out;
        this.style = style;
        this.times = times;
        this.progress = progress;
    }

    Style style() {
        return style;
    }

    /** {@return a wall-clock time as this screen shows it} */
    String time(Instant time) {
        return times.of(time);
    }

    /** Prints an event and counts it. */
    void event(LeadershipEvent event) {
        event(event, "");
    }

    /** Prints an event after other words, and counts it. */
    synchronized void event(LeadershipEvent event, String before) {
        var text = before + aligned(event.toString());
        line(
                !event.anomalies().isEmpty()
                        ? style.bad(text)
                        : event.match(
                                acquired -> style.good(text),
                                ready -> style.good(text),
                                lost -> style.loss(text),
                                follows -> style.faint(text),
                                members -> style.faint(text)));
        counted();
    }

    /** Counts an event that was printed elsewhere. */
    synchronized void counted() {
        events++;
        notifyAll();
    }

    /** Waits until that many events are printed, for at most 10 seconds, so that the next line follows them. */
    synchronized void awaitEvents(long count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (events < count && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
    }

    /** Prints an action on the cluster. */
    void step(Duration at, String what) {
        line(style.faint(aligned(Figures.seconds(at) + " -- " + what)));
    }

    /** Aligns the decimal points of lines that start with seconds. */
    private static String aligned(String line) {
        return " ".repeat(Math.max(0, 8 - line.indexOf('s'))) + line;
    }

    /** Prints a line. */
    synchronized void line(String text) {
        if (waiting.isPresent()) {
            out.print(ERASE);
        }
        out.println(text);
        waiting.ifPresent(out::print);
        out.flush();
    }

    /** Shows the progress line below all other lines, on a terminal only. */
    synchronized void waiting(String text) {
        if (progress) {
            waiting = Optional.of(style.faint(text));
            out.print(ERASE + style.faint(text));
            out.flush();
        }
    }

    /** Removes the progress line. */
    synchronized void done() {
        if (waiting.isPresent()) {
            waiting = Optional.empty();
            out.print(ERASE);
            out.flush();
        }
    }
}
