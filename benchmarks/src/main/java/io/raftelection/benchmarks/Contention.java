package io.raftelection.benchmarks;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures contention between two engine threads. */
final class Contention {
    private Contention() {}

    static List<Measurement> measure(Profile profile) throws RunnerException {
        var jmh = Jmh.run(ContentionBenchmark.class, "alone|together|apart", profile, Map.of());
        var alone = jmh.nanos("alone", Map.of());
        var together = jmh.nanos("together", Map.of());
        var apart = jmh.nanos("apart", Map.of());
        return List.of(
                Measurement.of("a tenure, one thread", Figures.nanos(alone)),
                Measurement.of("a tenure, two threads with one tracker", Figures.nanos(together)),
                Measurement.of("a tenure, two threads with a tracker each", Figures.nanos(apart)),
                Measurement.of("one tracker, relative to a tracker each", Figures.ratio(together / apart)),
                Measurement.of(
                        "total throughput of two threads, relative to one thread",
                        Figures.ratio(2 * alone / together)));
    }
}
