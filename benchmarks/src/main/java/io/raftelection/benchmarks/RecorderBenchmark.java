package io.raftelection.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.runner.RunnerException;

/** Compares the benchmarks (a) to (d) with the flight recorder off and on. */
final class RecorderBenchmark {
    private RecorderBenchmark() {}

    /** Runs a benchmark with the flight recorder off or on. */
    interface Run {
        Jmh with(Recorder recorder) throws RunnerException;
    }

    static List<Measurement> measure(Profile profile) throws RunnerException {
        var measurements = new ArrayList<Measurement>();
        Run tenure = recorder -> NotificationBenchmark.tenure(profile, recorder);
        Run cycle = recorder -> NotificationBenchmark.cycle(profile, recorder);
        Run done = recorder -> WakeBenchmark.done(profile, recorder);
        Run track = recorder -> FootprintBenchmark.servers(profile, recorder);
        compare("(a) a tenure, acquired and lost", tenure, Jmh::nanos, measurements);
        compare("(b) a cycle", cycle, Jmh::nanos, measurements);
        compare("(c) acquired to blocked done(), p50", done, Jmh::median, measurements);
        compare("(d) time to track " + profile.servers() + " servers", track, Jmh::median, measurements);
        return measurements;
    }

    private static void compare(String what, Run run, ToDoubleFunction<Jmh> time, List<Measurement> measurements)
            throws RunnerException {
        var off = run.with(Recorder.OFF);
        var on = run.with(Recorder.ON);
        double before = time.applyAsDouble(off);
        double after = time.applyAsDouble(on);
        measurements.add(Measurement.nanos(what + ", recorder off", before));
        measurements.add(Measurement.nanos(what + ", recorder on", after));
        measurements.add(Measurement.ratio("the same, on relative to off", after / before));
        measurements.add(Measurement.bytes(what + ": allocation, recorder off", off.bytes()));
        measurements.add(Measurement.bytes(what + ": allocation, recorder on", on.bytes()));
    }
}
