package io.raftelection.benchmarks;

import com.google.errorprone.annotations.Immutable;
import java.util.List;

/** The benchmarks, each with its letter. */
enum Benchmark {
    /** Notifications without waiters. */
    A(NotificationBenchmark::notifications),
    /** A full leadership cycle on one thread. */
    B(NotificationBenchmark::cycles),
    /** The latency from a notification to a waiting thread. */
    C(WakeBenchmark::latencies),
    /** Memory, and the time to track and close. */
    D(FootprintBenchmark::measure),
    /** One notification to many listeners. */
    E(WakeBenchmark::fanout),
    /** The history. */
    F(NotificationBenchmark::histories),
    /** Polling, as an alternative to the tracker. */
    G(WakeBenchmark::polling),
    /** Controlled elections in a cluster of three. */
    H(ElectionBenchmark::measure),
    /** Notifications, cycles, latencies and the time to track, without and with metrics. */
    K(MetricsBenchmark::measure),
    /** Servers that report through a queue. */
    I(QueueBenchmark::measure),
    /** Notifications, cycles, latencies and the time to track, with the flight recorder off and on. */
    J(RecorderBenchmark::measure);

    private final Procedure procedure;

    Benchmark(Procedure procedure) {
        this.procedure = procedure;
    }

    @Immutable
    private interface Procedure {
        List<Measurement> measure(Profile profile) throws Exception;
    }

    List<Measurement> measure(Profile profile) throws Exception {
        return procedure.measure(profile);
    }
}
