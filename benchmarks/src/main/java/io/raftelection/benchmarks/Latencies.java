package io.raftelection.benchmarks;

import java.util.Arrays;

/** Collects durations in nanoseconds. Not thread-safe. */
final class Latencies {
    private final long[] nanos;
    private int size;

    Latencies(int capacity) {
        nanos = new long[capacity];
    }

    void add(long taken) {
        nanos[size++] = taken;
    }

    void clear() {
        size = 0;
    }

    double median() {
        return quantile(0.5);
    }

    /** {@return the given quantile} */
    double quantile(double part) {
        var sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return sorted[Math.min(size - 1, (int) (part * size))];
    }

    /** {@return the median and the tail} */
    @Override
    public String toString() {
        return "p50 " + Figures.nanos(median()) + ", p99 " + Figures.nanos(quantile(0.99)) + ", p99.9 "
                + Figures.nanos(quantile(0.999));
    }
}
