package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** Sends two notifications, acquired and lost, without waiters and listeners. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class NotificationBenchmark {
    private static final ServerId LEADER = ServerId.of("s2");

    /** The size of the history. */
    @Param("1024")
    public int historySize;

    /** Whether the engine's thread logs each event, to a logger that discards it. */
    @Param("false")
    public boolean log;

    /** Whether all threads use one tracker. */
    @Param("false")
    public boolean together;

    private Tracker tracker;
    private LeadershipSink server;
    private long term;
    private int step;

    /** The tracker that all threads can use. */
    @State(Scope.Benchmark)
    public static class Shared {
        private final Tracker tracker = Tracker.lenient("benchmark");
    }

    /** Measures the cost of a notification on the engine's thread. */
    static List<Measurement> notifications(Profile profile) throws RunnerException {
        var tenure = tenure(profile, UnaryOperator.identity());
        var nanos = tenure.nanos() / 2;
        var clock = Jmh.run(profile, NotificationBenchmark.class, "clock", UnaryOperator.identity())
                .nanos();
        var follows = Jmh.run(profile, NotificationBenchmark.class, "follows", UnaryOperator.identity());
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

    /** Measures contention between two engine threads. */
    static List<Measurement> contention(Profile profile) throws RunnerException {
        var alone = tenure(profile, UnaryOperator.identity()).nanos();
        var together = tenure(profile, builder -> builder.threads(2).param("together", "true"))
                .nanos();
        var apart = tenure(profile, builder -> builder.threads(2)).nanos();
        return List.of(
                Measurement.nanos("a tenure, one thread", alone),
                Measurement.nanos("a tenure, two threads with one tracker", together),
                Measurement.nanos("a tenure, two threads with a tracker each", apart),
                Measurement.ratio("one tracker, relative to a tracker each", together / apart),
                Measurement.ratio("total throughput of two threads, relative to one thread", 2 * alone / together));
    }

    /** Measures the cost of the history and of logging. */
    static List<Measurement> switches(Profile profile) throws RunnerException {
        var none = tenure(profile, builder -> builder.param("historySize", "0"));
        var measurements = new ArrayList<Measurement>();
        measurements.add(switched("history of 0", none, none));
        // The largest history takes long to fill.
        for (var size : profile == Profile.FULL ? List.of("1024", "1048576") : List.of("1024")) {
            var history = tenure(profile, builder -> builder.param("historySize", size));
            measurements.add(switched("history of " + size, history, none));
        }
        measurements.add(switched(
                "history of 1024, logged at DEBUG to a logger that discards it, on the engine's thread",
                tenure(profile, builder -> builder.param("log", "true")),
                none));
        measurements.add(Measurement.of("JFR events, metrics", "the tracker has none"));
        return measurements;
    }

    private static Measurement switched(String what, Jmh tenure, Jmh none) {
        return Measurement.of(
                "a tenure, " + what,
                Measurement.nanos(tenure.nanos()) + ", " + Measurement.bytes(tenure.bytes()) + ", "
                        + Measurement.ratio(tenure.nanos() / none.nanos()) + " compared with no history");
    }

    private static Jmh tenure(Profile profile, UnaryOperator<ChainedOptionsBuilder> options) throws RunnerException {
        return Jmh.run(profile, NotificationBenchmark.class, "tenure", options);
    }

    /** Tracks servers and fills the history, which then stays full. */
    @Setup
    public void track(Shared shared, ThreadParams thread) {
        var builder = Tracker.builder("benchmark").historySize(historySize);
        var own = (log ? builder.logger(new Discarding()).executor(Runnable::run) : builder).build();
        tracker = together ? shared.tracker : own;
        server = tracker.track(ServerId.of("s1-" + thread.getThreadIndex()));
        tracker.track(ServerId.of("s2-" + thread.getThreadIndex()));
        tracker.track(ServerId.of("s3-" + thread.getThreadIndex()));
        term = thread.getThreadIndex();
        step = thread.getThreadCount();
        for (int events = 0; events < historySize; events += 2) {
            tenure();
        }
    }

    /** Runs a tenure in a term of which no thread has had a leader, because a repeated term would be an anomaly. */
    @Benchmark
    public void tenure() {
        term += step;
        server.acquired(term);
        server.lost();
    }

    /** Reports the leader that the server follows, in a later term each time. */
    @Benchmark
    public void follows() {
        server.follows(LEADER, ++term);
    }

    /** Reads the clock once, as each notification does. */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }

    @TearDown
    public void check() {
        Checks.quiet(tracker);
    }

    /** A logger that enables all levels and discards all messages. */
    private static final class Discarding implements System.Logger {
        @Override
        public String getName() {
            return "discarding";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable e) {}

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Object... with) {}
    }
}
