package io.raftelection.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.LeadershipEvent;
import io.raftelection.report.Figures;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where lines are printed, above a progress line if it is a terminal. Safe for use by many threads. */
final class Screen {
    private static final String ERASE = "\r\u001b[K";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter out;
    private final Style style;
    private final boolean progress;

    @GuardedBy("this")
    private long events;

    @GuardedBy("this")
    private Optional<String> waiting = Optional.empty();

    Screen(PrintWriter out, Style style, boolean progress) {
        this.out = out;
        this.style = style;
        this.progress = progress;
    }

    Style style() {
        return style;
    }

    /** Prints an event in the one notation, and counts it. */
    synchronized void event(LeadershipEvent event) {
        var text = aligned(event.toString());
        line(
                !event.anomalies().isEmpty()
                        ? style.bad(text)
                        : event.match(acquired -> style.good(text), lost -> style.loss(text)));
        events++;
        notifyAll();
    }

    /** Waits until so many events are printed: what is printed next comes after them. Gives up after 10 seconds. */
    synchronized void awaitEvents(long count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (events < count && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
    }

    /** Prints what is done to the cluster. */
    void step(Duration at, String what) {
        line(style.faint(aligned(Figures.seconds(at) + " -- " + what)));
    }

    /** Puts a line that starts with seconds below the others. */
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

    /** Shows what is waited for, below all lines, on a terminal only. */
    synchronized void waiting(String text) {
        if (progress) {
            waiting = Optional.of(style.faint(text));
            out.print(ERASE + style.faint(text));
            out.flush();
        }
    }

    /** Takes the progress line away. */
    synchronized void done() {
        if (waiting.isPresent()) {
            waiting = Optional.empty();
            out.print(ERASE);
            out.flush();
        }
    }
}
