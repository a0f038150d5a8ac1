package io.raftelection.benchmarks;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures the cost of a notification on the engine's thread, without waiters and listeners. */
final class Notifications {
    private Notifications() {}

    static List<Measurement> measure(Profile profile) throws RunnerException {
        var jmh = Jmh.run(NotificationBenchmark.class, "tenure|follows|clock", profile, Map.of());
        var nanos = jmh.nanos("tenure", Map.of()) / 2;
        var clock = jmh.nanos("clock", Map.of());
        var bytes = jmh.bytes("tenure", Map.of());
        var follows = jmh.bytes("follows", Map.of());
        return List.of(
                Measurement.of("a notification", Figures.nanos(nanos)).goal("at most 100 ns", nanos <= 100),
                Measurement.of("one read of the clock, which a notification includes", Figures.nanos(clock)),
                Measurement.of("a notification, relative to one read of the clock", Figures.ratio(nanos / clock)),
                Measurement.of("allocation per tenure, acquired and lost", Figures.bytes(bytes))
                        .goal("at most 200 bytes", bytes <= 200),
                Measurement.of(
                                "a report of the leader that a server follows",
                                Figures.nanos(jmh.nanos("follows", Map.of())) + ", " + Figures.bytes(follows))
                        .goal("at most the bytes of a tenure", follows <= bytes));
    }
}
