package io.raftelection.benchmarks;

import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.RunnerException;

/** Notifies a tracker, as the thread of an engine does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class NotificationBenchmark {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The time of a cycle in the original Go package, measured on the machine of the published figures. */
    private static final double GO_NANOS = 3_100;

    @Param("DEFAULT")
    public Kind kind;

    @Param("OFF")
    public Recorder recorder;

    private Tracker tracker;
    private LeadershipSink server;
    private long term;

    @Param("NOBODY")
    public Follower follower;

    /** What distinguishes the tracker. */
    public enum Kind {
        DEFAULT,
        NO_HISTORY,
        LARGE_HISTORY,
        STRICT;

        private Tracker tracker() {
            var builder = Tracker.builder("benchmark").strict(this == STRICT);
            return switch (this) {
                case NO_HISTORY -> builder.historySize(0).build();
                case LARGE_HISTORY -> builder.historySize(1 << 20).build();
                default -> builder.build();
            };
        }
    }

    /** Measures the cost of a notification on the engine's thread. */
    static List<Measurement> notifications(Profile profile) throws RunnerException {
        var tenure = run(profile, "tenure", Kind.DEFAULT);
        double nanos = tenure.nanos() / 2;
        double clock = run(profile, "clock", Kind.DEFAULT).nanos();
        var follows = run(profile, "follows", Kind.DEFAULT);
        return List.of(
                Measurement.nanos("a notification", nanos).goal("at most 100 ns", nanos <= 100),
                Measurement.nanos("one read of the clock, which a notification includes", clock),
                Measurement.ratio("a notification, relative to one read of the clock", nanos / clock),
                Measurement.bytes("allocation per tenure, acquired and lost", tenure.bytes())
                        .goal("at most 200 bytes", tenure.bytes() <= 200),
                Measurement.nanos("a report of the leader that a server follows", follows.nanos())
                        .goal("at most a notification", follows.nanos() <= nanos),
                Measurement.bytes("allocation per such report", follows.bytes())
                        .goal("at most that per tenure", follows.bytes() <= tenure.bytes()));
    }

    /** Measures all operations of a test on one leadership. */
    static List<Measurement> cycles(Profile profile) throws RunnerException {
        var cycle = run(profile, "cycle", Kind.STRICT);
        double nanos = cycle.nanos();
        return List.of(
                Measurement.nanos("a cycle", nanos).goal("under 1 µs", nanos < 1_000),
                Measurement.of("a cycle, relative to the Go original at 3.1 µs", Measurement.percent(nanos / GO_NANOS))
                        .goal("at most 30 %", nanos <= 0.3 * GO_NANOS),
                Measurement.bytes("allocation per cycle", cycle.bytes()));
    }

    /** Measures the cost of the history. */
    static List<Measurement> histories(Profile profile) throws RunnerException {
        var measurements = new ArrayList<Measurement>();
        double none = run(profile, "tenure", Kind.NO_HISTORY).nanos();
        measurements.add(Measurement.nanos("a tenure, history of 0", none));
        for (var kind : List.of(Kind.DEFAULT, Kind.LARGE_HISTORY)) {
            double nanos = run(profile, "tenure", kind).nanos();
            measurements.add(Measurement.of(
                    "a tenure, history of " + (kind == Kind.DEFAULT ? "1024" : "1048576"),
                    Measurement.nanos(nanos) + ", " + Measurement.ratio(nanos / none) + " compared with no history"));
        }
        return measurements;
    }

    static Jmh tenure(Profile profile, Recorder recorder) throws RunnerException {
        return run(profile, "tenure", Kind.DEFAULT, recorder);
    }

    static Jmh cycle(Profile profile, Recorder recorder) throws RunnerException {
        return run(profile, "cycle", Kind.STRICT, recorder);
    }

    private static Jmh run(Profile profile, String method, Kind kind) throws RunnerException {
        return run(profile, method, kind, Recorder.OFF);
    }

    private static Jmh run(Profile profile, String method, Kind kind, Recorder recorder) throws RunnerException {
        return Jmh.run(profile, NotificationBenchmark.class, method, Map.of("kind", kind, "recorder", recorder));
    }

    @Setup
    public void track() {
        recorder.start();
        tracker = kind.tracker();
        server = tracker.track(S1);
        tracker.track(S2);
        tracker.track(ServerId.of("s3"));
        follower.follow(tracker);
    }

    /** Measures a method with a follower of the tracker. */
    static Jmh measured(Profile profile, String method, Follower follower) throws RunnerException {
        var kind = method.equals("cycle") ? Kind.STRICT : Kind.DEFAULT;
        return Jmh.run(profile, NotificationBenchmark.class, method, Map.of("kind", kind, "follower", follower));
    }

    /** Runs a tenure in a later term each time, because a repeated term would be an anomaly. */
    @Benchmark
    public void tenure() {
        server.acquired(++term);
        server.lost();
    }

    /** Reports the leader that the server follows, in a later term each time. */
    @Benchmark
    public void follows() {
        server.follows(S2, ++term);
    }

    /** Runs all operations of a test on one leadership: expect, acquire, done(), lose, complete lost(). */
    @Benchmark
    public CompletableFuture<Loss> cycle() throws InterruptedException {
        var future = tracker.expect(S1, PATIENCE);
        server.acquired(++term);
        var leadership = future.done();
        server.lost();
        var lost = leadership.lost().toCompletableFuture();
        Measurement.check(lost.isDone(), "lost: is not complete");
        return lost;
    }

    /** Reads the clock once, as each notification does. */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }

    @TearDown
    public void check() {
        Measurement.check(tracker);
    }
}
