package io.raftelection.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raftelection.Tracker;
import io.raftelection.micrometer.LeadershipMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.logging.LogManager;
import org.openjdk.jmh.runner.RunnerException;

/** Compares the benchmarks (a) to (d) without and with metrics. */
final class MetricsBenchmark {
    /** The trackers whose memory is compared, each with three servers. */
    private static final int TRACKERS = 500;

    private MetricsBenchmark() {}

    /** Runs a benchmark without or with metrics. */
    interface Run {
        Jmh with(boolean metrics) throws RunnerException;
    }

    static List<Measurement> measure(Profile profile) throws RunnerException {
        var measurements = new ArrayList<Measurement>();
        Run tenure = metrics -> NotificationBenchmark.measured(profile, "tenure", metrics);
        Run cycle = metrics -> NotificationBenchmark.measured(profile, "cycle", metrics);
        Run done = metrics -> WakeBenchmark.measured(profile, metrics);
        int all = profile.servers();
        Run track = metrics -> FootprintBenchmark.measured(profile, all, all, metrics);
        int some = 3 * Math.min(TRACKERS, profile.servers() / 3);
        Run three = metrics -> FootprintBenchmark.measured(profile, some, 3, metrics);
        compare("(a) a tenure, acquired and lost", tenure, Jmh::nanos, measurements);
        compare("(b) a cycle", cycle, Jmh::nanos, measurements);
        compare("(c) acquired to blocked done(), p50", done, Jmh::median, measurements);
        compare("(d) time to track " + all + " servers", track, Jmh::median, measurements);
        double off = three.with(false).counter("bytes") / some * 3;
        double on = three.with(true).counter("bytes") / some * 3;
        measurements.add(Measurement.bytes("(d) memory of the meters of a tracker with three servers", on - off));
        return measurements;
    }

    private static void compare(String what, Run run, ToDoubleFunction<Jmh> time, List<Measurement> measurements)
            throws RunnerException {
        double off = time.applyAsDouble(run.with(false));
        double on = time.applyAsDouble(run.with(true));
        measurements.add(Measurement.nanos(what + ", without metrics", off));
        measurements.add(Measurement.nanos(what + ", with metrics", on));
        measurements.add(Measurement.ratio("the same, with relative to without", on / off));
    }

    /** A registry, and what keeps the gauges of its trackers alive. */
    static final class Meters {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final List<LeadershipMetrics> all = new ArrayList<>();

        Meters() {
            // At millions of elections per second, every listener misses events. The warnings would be measured.
            LogManager.getLogManager().reset();
        }

        void bind(Tracker tracker) {
            var metrics = LeadershipMetrics.of(tracker);
            metrics.bindTo(registry);
            all.add(metrics);
        }
    }
}
