package io.raftelection.benchmarks;

import io.raftelection.Tracker;
import java.util.Locale;
import org.openjdk.jmh.util.Statistics;

/** A figure, and its goal and verdict, which are empty if there is none. */
record Measurement(String what, String figure, String goal, String verdict) {

    /** Throws if a benchmark did not run as intended. */
    static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** Throws if a tracker had an anomaly or dropped a report. */
    static void check(Tracker tracker) {
        check(tracker.anomalies().isEmpty(), "anomalies: " + tracker.anomalies());
        check(tracker.dropped() == 0, "dropped: " + tracker.dropped());
    }

    /** {@return a figure without a goal} */
    static Measurement of(String what, String figure) {
        return new Measurement(what, figure, "", "");
    }

    /** {@return this figure with a goal} */
    Measurement goal(String text, boolean met) {
        return new Measurement(what, figure, text, met ? "pass" : "**miss**");
    }

    static Measurement nanos(String what, double nanos) {
        return of(what, nanos(nanos));
    }

    static Measurement bytes(String what, double bytes) {
        return of(what, bytes(bytes));
    }

    static Measurement ratio(String what, double ratio) {
        return of(what, ratio(ratio));
    }

    /** {@return the row of a table} */
    @Override
    public String toString() {
        return String.join(" | ", what, figure, goal, verdict) + " |";
    }

    /** {@return the median and the tail of times in nanoseconds} */
    static Measurement tail(String what, Statistics nanos) {
        return of(
                what,
                "p50 " + nanos(nanos.getPercentile(50)) + ", p99 " + nanos(nanos.getPercentile(99)) + ", p99.9 "
                        + nanos(nanos.getPercentile(99.9)));
    }

    static String nanos(double nanos) {
        if (nanos < 1e3) {
            return number(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return number(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
    }

    static String bytes(double bytes) {
        return String.format(Locale.ROOT, "%,.0f bytes", bytes);
    }

    static String ratio(double ratio) {
        return number(ratio) + " ×";
    }

    static String percent(double part) {
        return number(part * 100) + " %";
    }

    /** Rounds to three significant digits. */
    private static String number(double number) {
        int digits = number >= 100 ? 0 : number >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f", number);
    }
}
