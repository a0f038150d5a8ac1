package io.raftelection.benchmarks;

import com.google.errorprone.annotations.Immutable;
import java.util.List;
import java.util.Locale;

/** What is measured, by its letter. */
enum Study {
    A("notifications, with nobody waiting", Notifications::measure),
    B("the full cycle, on one thread", Cycles::measure),
    C("from a notification to the thread that waits", Wakes::measure),
    D("memory, and time to track and close", Footprint::measure),
    E("one notification to many subscribers", Fanout::measure),
    F("two engine threads", Contention::measure),
    G("history and log", Switches::measure),
    H("what users do today", Detection::measure),
    I("deciding who leads a cluster of three", Elections::measure),
    J("servers that are tracked by a queue", Queues::measure);

    private final String subject;
    private final Measurement measurement;

    Study(String subject, Measurement measurement) {
        this.subject = subject;
        this.measurement = measurement;
    }

    /** Measures something. */
    @Immutable
    @FunctionalInterface
    private interface Measurement {
        List<Finding> measure(Strength strength) throws Exception;
    }

    String subject() {
        return subject;
    }

    String letter() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Finding> measure(Strength strength) throws Exception {
        return measurement.measure(strength);
    }
}
