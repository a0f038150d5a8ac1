package io.raftelection.benchmarks;

import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.RunnerException;

/** Runs all operations of a test on one leadership: expect, acquire, done(), lose, complete lost(). */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class CycleBenchmark {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The time of a cycle in the original Go package, measured on the machine of the published figures. */
    private static final double GO_NANOS = 3_100;

    /** Whether the timer costs nothing, to show the cost of the tracker's own timer. Its deadlines never expire. */
    @Param("false")
    public boolean timeless;

    private Tracker tracker;
    private LeadershipSink server;
    private long term;

    static List<Measurement> measure(Profile profile) throws RunnerException {
        var cycle = Jmh.run(profile, CycleBenchmark.class, "cycle", UnaryOperator.identity());
        var timeless = Jmh.run(profile, CycleBenchmark.class, "cycle", builder -> builder.param("timeless", "true"));
        var nanos = cycle.nanos();
        return List.of(
                Measurement.nanos("a cycle", nanos).goal("under 1 µs", nanos < 1_000),
                Measurement.of("a cycle, relative to the Go original at 3.1 µs", Measurement.percent(nanos / GO_NANOS))
                        .goal("at most 30 %", nanos <= 0.3 * GO_NANOS),
                Measurement.nanos("a cycle with a timer without cost", timeless.nanos()),
                Measurement.bytes("allocation per cycle", cycle.bytes()));
    }

    @Setup
    public void track() {
        var builder = Tracker.builder("benchmark").strict(true);
        tracker = (timeless ? builder.timer(new UserTimer((delay, task) -> () -> {})) : builder).build();
        server = tracker.track(S1);
    }

    @Benchmark
    public CompletableFuture<Loss> cycle() throws InterruptedException {
        var future = tracker.expect(S1, PATIENCE);
        server.acquired(++term);
        var leadership = future.done();
        server.lost();
        var lost = leadership.lost().toCompletableFuture();
        Checks.that(lost.isDone(), "lost: is not complete");
        return lost;
    }

    @TearDown
    public void check() {
        Checks.quiet(tracker);
        tracker.close();
    }
}
