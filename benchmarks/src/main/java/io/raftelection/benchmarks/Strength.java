package io.raftelection.benchmarks;

import java.time.Duration;

/** How much is measured. */
enum Strength {
    /** All in a few seconds, in one JVM: shows that it runs, and nothing else. */
    SMOKE(0, 1, Duration.ofMillis(10), Duration.ofMillis(10), 3_000, 1, 20, 2),
    /** All in a minute: figures to look at. */
    QUICK(1, 3, Duration.ofMillis(500), Duration.ofMillis(200), 100_000, 2, 1_000, 10),
    /** Figures to publish. */
    FULL(3, 5, Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000_000, 7, 20_000, 100);

    /** How many JVMs JMH starts for a benchmark; none for this one. */
    final int forks;

    /** How often JMH measures in each; it warms up as often. */
    final int iterations;

    /** How long JMH warms up each time. */
    final Duration warmup;

    /** How long JMH measures each time. */
    final Duration time;

    /** How many servers are tracked to weigh them. */
    final int servers;

    /** How often that is done. */
    final int rounds;

    /** How many times a thread is woken. */
    final int wakes;

    /** How many times something is polled for. */
    final int polls;

    Strength(int forks, int iterations, Duration warmup, Duration time, int servers, int rounds, int wakes, int polls) {
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
