package io.raftelection.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The cost of one object of a {@link Population}.
 *
 * @param bytes the heap that it retains, measured after a full garbage collection
 * @param makeNanos the median time to create it
 * @param closeNanos the median time to close it
 * @param threads the number of threads that the whole population adds
 */
record HeapCost(double bytes, double makeNanos, double closeNanos, int threads) {

    /**
     * Measures a population.
     *
     * @param size the number of objects in a population
     * @param rounds the number of timed rounds, after one warm-up round; the last round measures memory
     * @param populations creates a population for each round
     */
    static HeapCost of(int size, int rounds, Supplier<Population> populations) {
        var make = new double[rounds];
        var close = new double[rounds];
        round(populations.get(), false);
        Round last = null;
        for (int i = 0; i < rounds; i++) {
            last = round(populations.get(), i == rounds - 1);
            make[i] = (double) last.makeNanos / size;
            close[i] = (double) last.closeNanos / size;
        }
        if (last == null) {
            throw new IllegalArgumentException("rounds: " + rounds + ", expected at least one");
        }
        return new HeapCost((double) last.bytes / size, median(make), median(close), last.threads);
    }

    private record Round(long bytes, long makeNanos, long closeNanos, int threads) {}

    private static Round round(Population population, boolean weighed) {
        long before = weighed ? heap() : 0;
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long start = System.nanoTime();
        population.make();
        long made = System.nanoTime() - start;
        threads = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
        long bytes = weighed ? heap() - before : 0;
        start = System.nanoTime();
        population.close();
        return new Round(bytes, made, System.nanoTime() - start, threads);
    }

    /** {@return the heap in use after a full garbage collection} */
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
