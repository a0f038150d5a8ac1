package io.raftelection.benchmarks;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** What a whole leadership costs: expect, acquired, done(), lost, lost() is complete. */
final class Cycles {
    /** What the same takes with the Go package this starts from, measured on the machine of the published figures. */
    private static final double GO_NANOS = 3_100;

    private Cycles() {}

    static List<Finding> measure(Strength strength) throws RunnerException {
        var jmh = Jmh.run(CycleBenchmark.class, "cycle|timeless", strength, Map.of());
        var nanos = jmh.nanos("cycle", Map.of());
        var timeless = jmh.nanos("timeless", Map.of());
        return List.of(
                Finding.of("a cycle", Figures.nanos(nanos)).goal("under 1 µs", nanos < 1_000),
                Finding.of("a cycle: that of the Go original, given as 3.1 µs", Figures.percent(nanos / GO_NANOS))
                        .goal("at most 30 %", nanos <= 0.3 * GO_NANOS),
                Finding.of("a cycle with a timer that costs nothing", Figures.nanos(timeless)),
                Finding.of("allocated by a cycle", Figures.bytes(jmh.bytes("cycle", Map.of()))));
    }
}
