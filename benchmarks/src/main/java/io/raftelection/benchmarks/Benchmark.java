package io.raftelection.benchmarks;

import com.google.errorprone.annotations.Immutable;
import java.util.List;
import java.util.Locale;

/** The benchmarks, each with its letter. */
enum Benchmark {
    A("notifications without waiters", Notifications::measure),
    B("a full leadership cycle on one thread", Cycles::measure),
    C("latency from a notification to a waiting thread", Wakes::measure),
    D("memory, and the time to track and close", Footprint::measure),
    E("one notification to many subscribers", Fanout::measure),
    F("contention of two engine threads", Contention::measure),
    G("history and logging", Switches::measure),
    H("polling, as an alternative to the tracker", Detection::measure),
    I("controlled elections in a cluster of three", Elections::measure),
    J("servers that report through a queue", Queues::measure);

    private final String subject;
    private final Procedure procedure;

    Benchmark(String subject, Procedure procedure) {
        this.subject = subject;
        this.procedure = procedure;
    }

    /** Runs a benchmark. */
    @Immutable
    @FunctionalInterface
    private interface Procedure {
        List<Measurement> measure(Profile profile) throws Exception;
    }

    String subject() {
        return subject;
    }

    String letter() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Measurement> measure(Profile profile) throws Exception {
        return procedure.measure(profile);
    }
}
