package io.raftelection.benchmarks;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** What a notification costs the engine's thread where nobody waits and nobody listens. */
final class Notifications {
    private Notifications() {}

    static List<Finding> measure(Strength strength) throws RunnerException {
        var jmh = Jmh.run(NotificationBenchmark.class, "tenure|clock", strength, Map.of());
        var nanos = jmh.nanos("tenure", Map.of()) / 2;
        var clock = jmh.nanos("clock", Map.of());
        var bytes = jmh.bytes("tenure", Map.of());
        return List.of(
                Finding.of("a notification", Figures.nanos(nanos)).goal("at most 100 ns", nanos <= 100),
                Finding.of("reading the clock, of which that has one", Figures.nanos(clock)),
                Finding.of("a notification: reading the clock", Figures.ratio(nanos / clock)),
                Finding.of("allocated by a tenure, acquired and lost", Figures.bytes(bytes))
                        .goal("at most 200 bytes", bytes <= 200));
    }
}
