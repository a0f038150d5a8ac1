package io.raftelection.benchmarks;

import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.Timer;
import io.raftelection.spi.Timer.Cancellable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Runs all operations of a test on one leadership. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CycleBenchmark {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Tracker tracker = Tracker.strict("benchmark");
    private final LeadershipSink server = tracker.track(S1);
    private final Tracker timeless =
            Tracker.builder("benchmark").strict(true).timer(new Timeless()).build();
    private final LeadershipSink timelessServer = timeless.track(S1);
    private long term;

    /** Uses real time, but deadlines never expire. */
    private static final class Timeless implements Timer {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return () -> {};
        }
    }

    /** Uses the tracker's own timer for the deadline. */
    @Benchmark
    public CompletableFuture<Loss> cycle() throws InterruptedException {
        return cycle(tracker, server);
    }

    /** Uses a timer without cost, to show the cost of the timer. */
    @Benchmark
    public CompletableFuture<Loss> timeless() throws InterruptedException {
        return cycle(timeless, timelessServer);
    }

    private CompletableFuture<Loss> cycle(Tracker tracker, LeadershipSink server) throws InterruptedException {
        var future = tracker.expect(S1, PATIENCE);
        server.acquired(++term);
        var leadership = future.done();
        server.lost();
        var lost = leadership.lost().toCompletableFuture();
        Checks.that(lost.isDone(), "lost: is not complete");
        return lost;
    }

    /** Checks that the benchmark ran as intended. */
    @TearDown
    public void check() {
        Checks.quiet(tracker);
        Checks.quiet(timeless);
        tracker.close();
        timeless.close();
    }
}
