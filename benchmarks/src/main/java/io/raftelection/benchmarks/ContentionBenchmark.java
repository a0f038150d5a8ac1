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

/** Tenures of two servers, each told by a thread of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContentionBenchmark {

    /** The tracker of both threads. */
    @State(Scope.Benchmark)
    public static class Shared {
        private final Tracker tracker = Tracker.lenient("benchmark");

        /** Makes sure that what was measured is what was meant. */
        @TearDown
        public void check() {
            Checks.quiet(tracker);
            tracker.close();
        }
    }

    /** One engine thread, with a server in the shared tracker, and one in a tracker of its own. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up first
    public static class Engine {
        private final Tracker own = Tracker.lenient("benchmark");
        private LeadershipSink ownServer;
        private LeadershipSink sharedServer;
        private long term;
        private int step;

        /** Starts from terms that the other thread never uses: two leaders of one term are an anomaly. */
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

        /** Makes sure that what was measured is what was meant. */
        @TearDown
        public void check() {
            Checks.quiet(own);
            own.close();
        }
    }

    /** One thread alone. */
    @Benchmark
    @Threads(1)
    public void alone(Engine engine) {
        engine.tenure(engine.sharedServer);
    }

    /** Two threads, one tracker. */
    @Benchmark
    @Threads(2)
    public void together(Engine engine) {
        engine.tenure(engine.sharedServer);
    }

    /** Two threads, two trackers: what the machine itself allows. */
    @Benchmark
    @Threads(2)
    public void apart(Engine engine) {
        engine.tenure(engine.ownServer);
    }
}
