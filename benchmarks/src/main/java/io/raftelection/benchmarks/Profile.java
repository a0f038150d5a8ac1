package io.raftelection.benchmarks;

import java.time.Duration;

/** The amount of measurement. */
enum Profile {
    /** Runs all benchmarks in a few seconds in one JVM, to check that they work. The figures mean nothing. */
    SMOKE(0, 1, Duration.ofMillis(10), Duration.ofMillis(10), 3_000, 1, 20, 2),
    /** Runs all benchmarks in a minute, for rough figures. */
    QUICK(1, 3, Duration.ofMillis(500), Duration.ofMillis(200), 100_000, 2, 1_000, 10),
    /** Produces figures to publish. */
    FULL(3, 5, Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000_000, 7, 20_000, 100);

    /** The number of JVMs that JMH starts for a benchmark; 0 runs it in this JVM. */
    final int forks;

    /** The number of warm-up iterations and of measurement iterations of JMH in each JVM. */
    final int iterations;

    /** The length of a warm-up iteration. */
    final Duration warmup;

    /** The length of a measurement iteration. */
    final Duration time;

    /** The number of servers in memory benchmarks. */
    final int servers;

    /** The number of rounds of memory benchmarks. */
    final int rounds;

    /** The number of wake-ups of a waiting thread. */
    final int wakes;

    /** The number of changes that polling has to detect. */
    final int polls;

    Profile(int forks, int iterations, Duration warmup, Duration time, int servers, int rounds, int wakes, int polls) {
        this.forks = forks;
        this.iterations = iterations;
        this.warmup = warmup;
        this.time = time;
        this.servers = servers;
        this.rounds = rounds;
        this.wakes = wakes;
        this.polls = polls;
    }
}
