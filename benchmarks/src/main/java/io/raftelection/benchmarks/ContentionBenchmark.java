package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.ThreadParams;

/** Runs tenures of two servers, each notified by a separate thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContentionBenchmark {

    /** The tracker that both threads share. */
    @State(Scope.Benchmark)
    public static class Shared {
        private final Tracker tracker = Tracker.lenient("benchmark");

        /** Checks that the benchmark ran as intended. */
        @TearDown
        public void check() {
            Checks.quiet(tracker);
            tracker.close();
        }
    }

    /** An engine thread with one server in the shared tracker and one in its own tracker. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the setup first
    public static class Engine {
        private final Tracker own = Tracker.lenient("benchmark");
        private LeadershipSink ownServer;
        private LeadershipSink sharedServer;
        private long term;
        private int step;

        /** Uses terms that the other thread does not use, because two leaders in one term are an anomaly. */
        @Setup
        public void track(Shared shared, ThreadParams thread) {
            var id = ServerId.of("s" + thread.getThreadIndex());
            ownServer = own.track(id);
            sharedServer = shared.tracker.track(id);
            term = thread.getThreadIndex();
            step = thread.getThreadCount();
        }

        private void tenure(LeadershipSink server) {
            term += step;
            server.acquired(term);
            server.lost();
        }

        /** Checks that the benchmark ran as intended. */
        @TearDown
        public void check() {
            Checks.quiet(own);
            own.close();
        }
    }

    /** Runs one thread. */
    @Benchmark
    @Threads(1)
    public void alone(Engine engine) {
        engine.tenure(engine.sharedServer);
    }

    /** Runs two threads with one tracker. */
    @Benchmark
    @Threads(2)
    public void together(Engine engine) {
        engine.tenure(engine.sharedServer);
    }

    /** Runs two threads with a tracker each, as the upper bound of the machine. */
    @Benchmark
    @Threads(2)
    public void apart(Engine engine) {
        engine.tenure(engine.ownServer);
    }
}
