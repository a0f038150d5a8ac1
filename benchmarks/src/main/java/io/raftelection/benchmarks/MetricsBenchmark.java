package io.raftelection.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.runner.RunnerException;

/** Compares the benchmarks (a) to (d) without and with metrics, and with a listener that does nothing. */
final class MetricsBenchmark {
    /** The trackers whose memory is compared, each with three servers. */
    private static final int TRACKERS = 500;

    private MetricsBenchmark() {}

    /** Runs a benchmark with a follower of the tracker. */
    interface Run {
        Jmh with(Follower follower) throws RunnerException;
    }

    static List<Measurement> measure(Profile profile) throws RunnerException {
        var measurements = new ArrayList<Measurement>();
        int all = profile.servers();
        int some = 3 * Math.min(TRACKERS, all / 3);
        Run tenure = follower -> NotificationBenchmark.measured(profile, "tenure", follower);
        Run cycle = follower -> NotificationBenchmark.measured(profile, "cycle", follower);
        Run done = follower -> WakeBenchmark.measured(profile, follower);
        Run track = follower -> FootprintBenchmark.measured(profile, all, all, follower);
        compare("(a) a tenure, acquired and lost", tenure, Jmh::nanos, measurements);
        compare("(b) a cycle", cycle, Jmh::nanos, measurements);
        compare("(c) acquired to blocked done(), p50", done, Jmh::median, measurements);
        compare("(d) time to track " + all + " servers", track, Jmh::median, measurements);
        double none = tenure.with(Follower.NOBODY).bytes();
        double listener = tenure.with(Follower.LISTENER).bytes();
        double metrics = tenure.with(Follower.METRICS).bytes();
        measurements.add(Measurement.of(
                "(a) allocation per tenure: alone, with a listener, with metrics",
                Measurement.bytes("", none).figure() + ", "
                        + Measurement.bytes("", listener).figure() + ", "
                        + Measurement.bytes("", metrics).figure()));
        double nobody = memory(profile, some, Follower.NOBODY);
        measurements.add(Measurement.bytes(
                "(d) memory of the meters of a tracker with three servers",
                memory(profile, some, Follower.METRICS) - nobody));
        return measurements;
    }

    private static double memory(Profile profile, int servers, Follower follower) throws RunnerException {
        return FootprintBenchmark.measured(profile, servers, 3, follower).counter("bytes") / servers * 3;
    }

    private static void compare(String what, Run run, ToDoubleFunction<Jmh> time, List<Measurement> measurements)
            throws RunnerException {
        double nobody = time.applyAsDouble(run.with(Follower.NOBODY));
        double listener = time.applyAsDouble(run.with(Follower.LISTENER));
        double metrics = time.applyAsDouble(run.with(Follower.METRICS));
        measurements.add(Measurement.nanos(what + ", without metrics", nobody));
        measurements.add(Measurement.of(
                "the same with a listener that does nothing",
                Measurement.nanos(listener) + ", " + Measurement.ratio(listener / nobody)));
        measurements.add(Measurement.of(
                "the same with metrics", Measurement.nanos(metrics) + ", " + Measurement.ratio(metrics / nobody)));
    }
}
