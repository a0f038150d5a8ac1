package io.raftelection.watch.recording;

import io.raftelection.Causes;
import io.raftelection.Fact;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reports the stalls of one run. A stall explains changes by their times, and a tracker knows when a line was reported,
 * not when it was written. If lines are read late, a stall begins after the report of what was written before it, and
 * what was written too late to come of it is reported as much later. So a stall explains no other changes than in the
 * file; it may explain fewer. Used by one thread.
 */
final class RunStalls {
    /** How many reports are kept. If all of them are of lines after the begin of a stall, it begins with the oldest. */
    private static final int MAX = 64;

    private final String file;
    private final Servers servers;

    /** The latest reports of events, the oldest first. */
    private final Deque<Report> events = new ArrayDeque<>();

    /** The time since which all reports are kept. */
    private long keptSince = System.nanoTime();

    /** The latest stalls that an event can come of, the oldest first. */
    private final Deque<Report> stalls = new ArrayDeque<>();

    /**
     * A report.
     *
     * @param at the time of its line
     * @param nanos when it was reported
     */
    private record Report(Duration at, long nanos) {}

    RunStalls(String file, Servers servers) {
        this.file = file;
        this.servers = servers;
    }

    /** Waits until an event can be reported that was written too late to come of a stall. An interrupt ends it. */
    void before(Duration at) {
        while (!stalls.isEmpty() && at.minus(stalls.element().at()).compareTo(Causes.REPORT_DELAY) > 0) {
            awaitDelayAfter(stalls.remove());
        }
    }

    private static void awaitDelayAfter(Report stall) {
        long passed = System.nanoTime() - stall.nanos();
        try {
            TimeUnit.NANOSECONDS.sleep(Causes.REPORT_DELAY.toNanos() - passed + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes that an event was reported. */
    void after(Duration at) {
        events.addLast(new Report(at, System.nanoTime()));
        if (events.size() > MAX) {
            keptSince = events.removeFirst().nanos();
        }
    }

    /** Reports a stall of its server, or of all servers of the file. It is shorter if it began before a report. */
    void report(Fact fact) {
        long earliest = keptSince;
        for (var event : events) {
            earliest = event.at().compareTo(fact.from()) < 0 ? event.nanos() : earliest;
        }
        var longest = Duration.ofNanos(System.nanoTime() - earliest);
        var lasted = fact.at().minus(fact.from());
        var reported = lasted.compareTo(longest) < 0 ? lasted : longest;
        servers.owned(file).stream()
                .filter(sink -> fact.server().isEmpty() || fact.server().equals(Optional.of(sink.server())))
                .forEach(sink -> sink.stalled(reported));
        stalls.addLast(new Report(fact.at(), System.nanoTime()));
        if (stalls.size() > MAX) {
            stalls.removeFirst();
        }
    }

    /** Waits as for an event that comes of no stall, and forgets the run. An interrupt ends it. */
    void end() {
        while (!stalls.isEmpty()) {
            awaitDelayAfter(stalls.remove());
        }
        events.clear();
        keptSince = System.nanoTime();
    }
}
