package io.raftelection.benchmarks;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures a full leadership cycle: expect, acquire, done(), lose, complete lost(). */
final class Cycles {
    /** The time of a cycle in the original Go package, measured on the machine of the published figures. */
    private static final double GO_NANOS = 3_100;

    private Cycles() {}

    static List<Measurement> measure(Profile profile) throws RunnerException {
        var jmh = Jmh.run(CycleBenchmark.class, "cycle|timeless", profile, Map.of());
        var nanos = jmh.nanos("cycle", Map.of());
        var timeless = jmh.nanos("timeless", Map.of());
        return List.of(
                Measurement.of("a cycle", Figures.nanos(nanos)).goal("under 1 µs", nanos < 1_000),
                Measurement.of("a cycle, relative to the Go original at 3.1 µs", Figures.percent(nanos / GO_NANOS))
                        .goal("at most 30 %", nanos <= 0.3 * GO_NANOS),
                Measurement.of("a cycle with a timer without cost", Figures.nanos(timeless)),
                Measurement.of("allocation per cycle", Figures.bytes(jmh.bytes("cycle", Map.of()))));
    }
}
