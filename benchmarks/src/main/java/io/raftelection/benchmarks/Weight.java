package io.raftelection.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * What one of a {@link Herd} costs.
 *
 * @param bytes what it keeps of the heap, by the difference after a full garbage collection
 * @param makeNanos the median time to make it
 * @param closeNanos the median time to close it
 * @param threads how many threads more there are with all of them
 */
record Weight(double bytes, double makeNanos, double closeNanos, int threads) {

    /**
     * Weighs.
     *
     * @param size how many a herd has
     * @param rounds how often time is taken, after one round to warm up; memory is taken in the last
     */
    static Weight of(int size, int rounds, Supplier<Herd> herds) {
        var make = new double[rounds];
        var close = new double[rounds];
        round(herds.get(), false);
        Round last = null;
        for (int i = 0; i < rounds; i++) {
            last = round(herds.get(), i == rounds - 1);
            make[i] = (double) last.makeNanos / size;
            close[i] = (double) last.closeNanos / size;
        }
        if (last == null) {
            throw new IllegalArgumentException("rounds: " + rounds + ", expected at least one");
        }
        return new Weight((double) last.bytes / size, median(make), median(close), last.threads);
    }

    private record Round(long bytes, long makeNanos, long closeNanos, int threads) {}

    private static Round round(Herd herd, boolean weighed) {
        long before = weighed ? heap() : 0;
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long start = System.nanoTime();
        herd.make();
        long made = System.nanoTime() - start;
        threads = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
        long bytes = weighed ? heap() - before : 0;
        start = System.nanoTime();
        herd.close();
        return new Round(bytes, made, System.nanoTime() - start, threads);
    }

    /** What is in use after everything that can go is gone. */
    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
