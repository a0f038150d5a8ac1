package io.raftelection.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** What it costs to keep a history, and to log. */
final class Switches {
    private Switches() {}

    static List<Finding> measure(Strength strength) throws RunnerException {
        // The largest takes its time to fill.
        var sizes = strength == Strength.FULL ? new String[] {"0", "1024", "1048576"} : new String[] {"0", "1024"};
        var quiet = Jmh.run(NotificationBenchmark.class, "tenure", strength, Map.of("historySize", sizes));
        var logged = Jmh.run(NotificationBenchmark.class, "tenure", strength, Map.of("log", new String[] {"true"}));
        var none = quiet.nanos("tenure", Map.of("historySize", "0"));
        var findings = new ArrayList<Finding>();
        for (var size : sizes) {
            var params = Map.of("historySize", size);
            findings.add(finding("a tenure, history of " + size, quiet, params, none));
        }
        findings.add(finding(
                "a tenure, history of 1024, logged at DEBUG by a logger that discards it, on the engine's thread",
                logged,
                Map.of(),
                none));
        findings.add(Finding.of("JFR events, metrics", "there are none to turn on or off"));
        return findings;
    }

    private static Finding finding(String what, Jmh jmh, Map<String, String> params, double none) {
        var nanos = jmh.nanos("tenure", params);
        return Finding.of(
                what,
                Figures.nanos(nanos) + ", " + Figures.bytes(jmh.bytes("tenure", params)) + ", "
                        + Figures.ratio(nanos / none) + " without history");
    }
}
