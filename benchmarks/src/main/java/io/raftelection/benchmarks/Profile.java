package io.raftelection.benchmarks;

/**
 * The amount of measurement.
 *
 * @param forks the JVMs that JMH starts for a benchmark; 0 runs it in this JVM
 * @param iterations the warm-up iterations and the measurement iterations of JMH in each JVM
 * @param warmupMillis the length of a warm-up iteration
 * @param millis the length of a measurement iteration
 * @param servers the servers in memory benchmarks
 * @param rounds the rounds of memory benchmarks
 * @param clusters the clusters that are started
 */
record Profile(int forks, int iterations, int warmupMillis, int millis, int servers, int rounds, int clusters) {
    /** Runs all benchmarks in a few seconds in one JVM, to check that they work. The figures mean nothing. */
    static final Profile SMOKE = new Profile(0, 1, 10, 10, 300, 1, 2);

    /** Runs all benchmarks in two minutes, for rough figures. */
    static final Profile QUICK = new Profile(1, 3, 500, 200, 100_000, 2, 10);

    /** Produces figures to publish. */
    static final Profile FULL = new Profile(3, 5, 1_000, 1_000, 1_000_000, 7, 100);
}
