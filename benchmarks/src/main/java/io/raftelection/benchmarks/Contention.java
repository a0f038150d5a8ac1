package io.raftelection.benchmarks;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** What two engine threads cost each other. */
final class Contention {
    private Contention() {}

    static List<Finding> measure(Strength strength) throws RunnerException {
        var jmh = Jmh.run(ContentionBenchmark.class, "alone|together|apart", strength, Map.of());
        var alone = jmh.nanos("alone", Map.of());
        var together = jmh.nanos("together", Map.of());
        var apart = jmh.nanos("apart", Map.of());
        return List.of(
                Finding.of("a tenure, one thread", Figures.nanos(alone)),
                Finding.of("a tenure, each of two threads, one tracker", Figures.nanos(together)),
                Finding.of("a tenure, each of two threads, a tracker each", Figures.nanos(apart)),
                Finding.of("one tracker: a tracker each", Figures.ratio(together / apart)),
                Finding.of("tenures in all, two threads: one thread", Figures.ratio(2 * alone / together)));
    }
}
