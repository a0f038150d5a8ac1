package io.raftelection.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures the cost of the history and of logging. */
final class Switches {
    private Switches() {}

    static List<Measurement> measure(Profile profile) throws RunnerException {
        // The largest history takes long to fill.
        var sizes = profile == Profile.FULL ? new String[] {"0", "1024", "1048576"} : new String[] {"0", "1024"};
        var quiet = Jmh.run(NotificationBenchmark.class, "tenure", profile, Map.of("historySize", sizes));
        var logged = Jmh.run(NotificationBenchmark.class, "tenure", profile, Map.of("log", new String[] {"true"}));
        var none = quiet.nanos("tenure", Map.of("historySize", "0"));
        var measurements = new ArrayList<Measurement>();
        for (var size : sizes) {
            var params = Map.of("historySize", size);
            measurements.add(measurement("a tenure, history of " + size, quiet, params, none));
        }
        measurements.add(measurement(
                "a tenure, history of 1024, logged at DEBUG to a logger that discards it, on the engine's thread",
                logged,
                Map.of(),
                none));
        measurements.add(Measurement.of("JFR events, metrics", "the tracker has none"));
        return measurements;
    }

    private static Measurement measurement(String what, Jmh jmh, Map<String, String> params, double none) {
        var nanos = jmh.nanos("tenure", params);
        return Measurement.of(
                what,
                Figures.nanos(nanos) + ", " + Figures.bytes(jmh.bytes("tenure", params)) + ", "
                        + Figures.ratio(nanos / none) + " compared with no history");
    }
}
