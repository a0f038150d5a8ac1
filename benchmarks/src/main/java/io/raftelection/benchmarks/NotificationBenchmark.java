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

/** Two notifications, acquired and lost, that nobody waits for. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class NotificationBenchmark {
    /** How many events are kept. */
    @Param("1024")
    public int historySize;

    /** Whether each event is logged, by a logger that costs nothing, on the engine's thread. */
    @Param("false")
    public boolean log;

    private Tracker tracker;
    private LeadershipSink server;
    private long term;

    /** Tracks three servers, and fills the history, which is full ever after. */
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

    /** A tenure: each of a later term, since the same again would be an anomaly. */
    @Benchmark
    public void tenure() {
        server.acquired(++term);
        server.lost();
    }

    /** Reads the clock, as each notification has to. */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }

    /** Makes sure that what was measured is what was meant. */
    @TearDown
    public void check() {
        Checks.quiet(tracker);
        tracker.close();
    }
}
