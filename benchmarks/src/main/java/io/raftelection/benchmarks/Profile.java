package io.raftelection.benchmarks;

/** The amount of measurement. */
enum Profile {
    /** Runs all benchmarks in a few seconds in one JVM, to check that they work. The figures mean nothing. */
    SMOKE(0, 1, 10, 10, 3_000, 1, 20, 2),
    /** Runs all benchmarks in two minutes, for rough figures. */
    QUICK(1, 3, 500, 200, 100_000, 2, 1_000, 10),
    /** Produces figures to publish. */
    FULL(3, 5, 1_000, 1_000, 1_000_000, 7, 20_000, 100);

    final int forks;
    final int iterations;
    final int warmupMillis;
    final int millis;
    final int servers;
    final int rounds;
    final int wakes;
    final int changes;

    /**
     * @param forks the JVMs that JMH starts for a benchmark; 0 runs it in this JVM
     * @param iterations the warm-up iterations and the measurement iterations of JMH in each JVM
     * @param warmupMillis the length of a warm-up iteration
     * @param millis the length of a measurement iteration
     * @param servers the servers in memory benchmarks
     * @param rounds the rounds of memory benchmarks
     * @param wakes the wake-ups of a waiting thread
     * @param changes the changes that polling has to detect, and the clusters that are started
     */
    Profile(int forks, int iterations, int warmupMillis, int millis, int servers, int rounds, int wakes, int changes) {
        this.forks = forks;
        this.iterations = iterations;
        this.warmupMillis = warmupMillis;
        this.millis = millis;
        this.servers = servers;
        this.rounds = rounds;
        this.wakes = wakes;
        this.changes = changes;
    }
}
