package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Sends two notifications, acquired and lost, without waiters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class NotificationBenchmark {
    private static final ServerId LEADER = ServerId.of("s2");

    /** The size of the history. */
    @Param("1024")
    public int historySize;

    /** Whether the engine's thread logs each event, to a logger that discards it. */
    @Param("false")
    public boolean log;

    private Tracker tracker;
    private LeadershipSink server;
    private long term;

    /** Tracks three servers and fills the history, which then stays full. */
    @Setup
    public void track() {
        var builder = Tracker.builder("benchmark").historySize(historySize);
        tracker = (log ? builder.logger(new Discarding()).executor(Runnable::run) : builder).build();
        server = tracker.track(ServerId.of("s1"));
        tracker.track(ServerId.of("s2"));
        tracker.track(ServerId.of("s3"));
        for (int events = 0; events < historySize; events += 2) {
            tenure();
        }
    }

    /** Runs a tenure. Each tenure has a later term, because a repeated term would be an anomaly. */
    @Benchmark
    public void tenure() {
        server.acquired(++term);
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

    /** Checks that the benchmark ran as intended. */
    @TearDown
    public void check() {
        Checks.quiet(tracker);
        tracker.close();
    }
}
