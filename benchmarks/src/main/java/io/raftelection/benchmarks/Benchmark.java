package io.raftelection.benchmarks;

import com.google.errorprone.annotations.Immutable;
import java.util.List;
import java.util.Locale;

/** The benchmarks, each with its letter. */
enum Benchmark {
    A("notifications without waiters", NotificationBenchmark::notifications),
    B("a full leadership cycle on one thread", CycleBenchmark::measure),
    C("latency from a notification to a waiting thread", Wakes::measure),
    D("memory, and the time to track and close", Footprint::measure),
    E("one notification to many subscribers", Fanout::measure),
    F("contention of two engine threads", NotificationBenchmark::contention),
    G("history and logging", NotificationBenchmark::switches),
    H("polling, as an alternative to the tracker", Detection::measure),
    I("controlled elections in a cluster of three", Elections::measure),
    J("servers that report through a queue", QueueBenchmark::measure);

    final String letter = name().toLowerCase(Locale.ROOT);
    final String subject;
    private final Procedure procedure;

    Benchmark(String subject, Procedure procedure) {
        this.subject = subject;
        this.procedure = procedure;
    }

    @Immutable
    @FunctionalInterface
    private interface Procedure {
        List<Measurement> measure(Profile profile) throws Exception;
    }

    List<Measurement> measure(Profile profile) throws Exception {
        return procedure.measure(profile);
    }
}
