package io.raftelection.benchmarks;

import io.raftelection.Leadership;
import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.RunnerException;

/** Signals threads and listeners that wait, once each is asleep. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class WakeBenchmark {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int WARM_UPS = 5_000;

    /** The time after which a thread that reports waiting is really asleep. */
    private static final long SETTLE_NANOS = 30_000;

    /** The time after which the signalling thread leaves its processor to threads that are still to be notified. */
    private static final long SPIN_NANOS = 200_000;

    @Param("FUTURE")
    public Way way;

    /** The number of listeners, if they wait. */
    @Param("1")
    public int size;

    /** Whether each signal comes a while after the last one, at any moment between two polls. */
    @Param("false")
    public boolean rare;

    @Param("OFF")
    public Recorder recorder;

    private final Random random = new Random(42);
    private final AtomicInteger pending = new AtomicInteger();
    private Tracker tracker;
    private LeadershipSink server;
    private ExecutorService threads;
    private long term;
    private volatile @Nullable Thread waiting;
    private volatile CompletableFuture<Boolean> future;
    private volatile LeadershipFuture expected;
    private volatile Leadership leadership;
    private volatile boolean leads;

    @Param("NOBODY")
    public Follower follower;

    /** A way to wait for a signal. */
    @SuppressWarnings("ImmutableEnumChecker") // the steps have no state
    public enum Way {
        /** The lower bound: no code that uses the JDK's own way can be faster. */
        FUTURE(
                "floor: CompletableFuture, complete to get",
                state -> state.future = new CompletableFuture<>(),
                state -> state.future.get(),
                state -> state.future.complete(true)),
        DONE(
                "acquired to blocked done()",
                WakeBenchmark::expect,
                state -> state.expected.done(),
                WakeBenchmark::acquire),
        LOST(
                "lost to blocked awaitLost()",
                WakeBenchmark::lead,
                state -> state.leadership.awaitLost(PATIENCE),
                WakeBenchmark::lose),
        CALLBACK(
                "lost to callback of lost()",
                state -> {
                    state.lead();
                    state.leadership.lost().thenAccept(loss -> state.pending.decrementAndGet());
                },
                null,
                WakeBenchmark::lose),
        LISTENER("to listeners", state -> {}, null, WakeBenchmark::acquire),
        AWAIT("Tracker.await", state -> {}, state -> state.tracker.await(S1, PATIENCE), WakeBenchmark::acquire),
        AWAITILITY(
                "Awaitility, default poll",
                state -> {},
                state -> Awaitility.await().atMost(PATIENCE).until(() -> state.leads),
                WakeBenchmark::acquire);

        private final String text;
        private final Step prepare;
        private final @Nullable Step await;
        private final Step signal;

        /** @param await blocks a waiting thread; null if the signal itself runs what waits */
        Way(String text, Step prepare, @Nullable Step await, Step signal) {
            this.text = text;
            this.prepare = prepare;
            this.await = await;
            this.signal = signal;
        }

        private interface Step {
            void run(WakeBenchmark state) throws Exception;
        }
    }

    /** Measures the latency from a notification to a waiting thread. */
    static List<Measurement> latencies(Profile profile) throws RunnerException {
        var measurements = new ArrayList<Measurement>();
        double floor = tail(profile, measurements, Way.FUTURE, false);
        for (var way : List.of(Way.DONE, Way.LOST, Way.CALLBACK)) {
            double ratio = tail(profile, measurements, way, false) / floor;
            measurements.add(Measurement.ratio("the same, relative to CompletableFuture, p50", ratio)
                    .goal("at most 1.2 ×", ratio <= 1.2));
        }
        return measurements;
    }

    /** Measures the latency to a blocked thread with a follower of the tracker. */
    static Jmh measured(Profile profile, Follower follower) throws RunnerException {
        return run(profile, "wake", Way.DONE, "follower", follower);
    }

    /** Measures the delivery of one notification to many listeners. */
    static List<Measurement> fanout(Profile profile) throws RunnerException {
        var measurements = new ArrayList<Measurement>();
        for (int size : new int[] {1, 10, 1_000}) {
            for (var method : List.of("send", "wake")) {
                measurements.add(Measurement.tail(
                        "to " + size + (size == 1 ? " listener, " : " listeners, ")
                                + (method.equals("send") ? "engine's thread" : "all of them"),
                        run(profile, method, Way.LISTENER, "size", size).times()));
            }
        }
        return measurements;
    }

    /** Measures how late a waiter detects a leader, with the tracker and with polling. */
    static List<Measurement> polling(Profile profile) throws RunnerException {
        var measurements = new ArrayList<Measurement>();
        double tracker = tail(profile, measurements, Way.AWAIT, true);
        double floor = tail(profile, measurements, Way.FUTURE, true);
        double polling = tail(profile, measurements, Way.AWAITILITY, true);
        measurements.add(Measurement.ratio("Awaitility's default lag, relative to the tracker, p50", polling / tracker)
                .goal("at least 1,000 ×", polling / tracker >= 1_000));
        measurements.add(Measurement.ratio("the same relative to CompletableFuture, the upper bound", polling / floor));
        return measurements;
    }

    /** Measures one way and adds its times. {@return the median} */
    private static double tail(Profile profile, List<Measurement> measurements, Way way, boolean rare)
            throws RunnerException {
        var wake = run(profile, "wake", way, "rare", rare);
        measurements.add(Measurement.tail(way.text + (rare ? ": lag after the change" : ""), wake.times()));
        return wake.median();
    }

    static Jmh done(Profile profile, Recorder recorder) throws RunnerException {
        return run(profile, "wake", Way.DONE, "recorder", recorder);
    }

    private static Jmh run(Profile profile, String method, Way way, String param, Object value) throws RunnerException {
        return Jmh.run(profile, WakeBenchmark.class, method, Map.of("way", way, param, value));
    }

    @Setup
    public void track() throws Exception {
        recorder.start();
        tracker = Tracker.lenient("benchmark");
        server = tracker.track(S1);
        threads = Executors.newCachedThreadPool();
        follower.follow(tracker);
        for (int i = 0; way == Way.LISTENER && i < size; i++) {
            tracker.subscribe(event -> pending.decrementAndGet());
        }
        for (int i = 0; rare && way != Way.AWAITILITY && i < WARM_UPS; i++) {
            prepare(0);
            wake();
            reset();
        }
    }

    @Setup(Level.Invocation)
    public void prepare() throws Exception {
        prepare(rare ? 20 + random.nextInt(way == Way.AWAITILITY ? 100 : 1) : 0);
    }

    /** Lets the waiter fall asleep, for some milliseconds. */
    private void prepare(int pauseMillis) throws Exception {
        pending.set(size);
        way.prepare.run(this);
        if (way.await != null) {
            waiting = null;
            threads.execute(this::await);
            while (waiting == null || waiting.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
        }
        Thread.sleep(pauseMillis);
        // The thread of an engine that wins an election was active, so its processor is awake.
        long until = System.nanoTime() + (pauseMillis > 0 ? 1_000_000 : SETTLE_NANOS);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private void await() {
        waiting = Thread.currentThread();
        try {
            Objects.requireNonNull(way.await).run(this);
        } catch (Exception e) {
            throw new IllegalStateException("waiter: failed", e);
        }
        pending.decrementAndGet();
    }

    /** Signals, and waits until the signal has arrived. */
    @Benchmark
    public void wake() throws Exception {
        way.signal.run(this);
        awaitArrival();
    }

    /** Only signals. */
    @Benchmark
    public void send() throws Exception {
        way.signal.run(this);
    }

    @TearDown(Level.Invocation)
    public void reset() {
        awaitArrival();
        if (leads) {
            pending.set(size);
            lose();
            if (way == Way.LISTENER) {
                awaitArrival();
            }
        }
    }

    private void awaitArrival() {
        long start = System.nanoTime();
        while (pending.get() > 0) {
            long waited = System.nanoTime() - start;
            Measurement.check(waited < PATIENCE.toNanos(), "waiter: was not signalled");
            if (waited > SPIN_NANOS) {
                LockSupport.parkNanos(1);
            }
        }
    }

    @TearDown
    public void check() {
        Measurement.check(tracker);
        threads.shutdown();
        tracker.close();
    }

    private void expect() {
        expected = tracker.expect(S1, PATIENCE);
    }

    private void lead() throws InterruptedException {
        expect();
        acquire();
        leadership = expected.done();
    }

    private void acquire() {
        leads = true;
        server.acquired(++term);
    }

    private void lose() {
        leads = false;
        server.lost();
    }
}
