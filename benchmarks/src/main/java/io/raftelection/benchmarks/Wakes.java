package io.raftelection.benchmarks;

import static io.raftelection.benchmarks.Waiter.NOTHING;

import io.raftelection.Leadership;
import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.benchmarks.Waiter.Signal;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Measures the latency from a notification to a waiting thread. */
@SuppressWarnings("NullAway.Init") // a signal is prepared first
final class Wakes {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Tracker tracker = Tracker.strict("benchmark");
    private final LeadershipSink sink = tracker.track(S1);
    private long term;
    private volatile CompletableFuture<Boolean> completed = new CompletableFuture<>();
    private volatile LeadershipFuture future;
    private volatile Leadership leadership;

    private Wakes() {}

    static List<Measurement> measure(Profile profile) throws Exception {
        var pool = Executors.newCachedThreadPool();
        try (var waiter = new Waiter()) {
            run(waiter, pool, Math.min(profile.wakes, 5_000)); // warm up
            var signals = run(waiter, pool, profile.wakes);
            var measurements = new ArrayList<Measurement>();
            signals.forEach(signal -> measurements.add(Measurement.tail(signal.name(), signal.arrived())));
            for (var signal : signals.subList(4, 7)) {
                var ratio = signal.arrived().getPercentile(50)
                        / signals.get(1).arrived().getPercentile(50);
                measurements.add(Measurement.ratio(signal.name() + ", relative to CompletableFuture, p50", ratio)
                        .goal("at most 1.2 ×", ratio <= 1.2));
            }
            return measurements;
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Signal> run(Waiter waiter, ExecutorService pool, int rounds) throws Exception {
        var signals = new ArrayList<>(new Wakes().floors(waiter, pool));
        var servers = List.of(new Wakes(), new Wakes(), new Wakes());
        signals.add(servers.get(0).done(waiter));
        signals.add(servers.get(1).awaitLost(waiter));
        signals.add(servers.get(2).lost(waiter));
        for (int i = 0; i < rounds; i++) {
            for (var signal : signals) {
                waiter.wake(signal);
            }
        }
        servers.forEach(server -> Checks.quiet(server.tracker));
        return signals;
    }

    /** {@return the JDK's own ways to signal a thread, as lower bounds: code that uses them cannot be faster} */
    private List<Signal> floors(Waiter waiter, ExecutorService pool) {
        var unparked = new AtomicBoolean();
        var queue = new SynchronousQueue<Boolean>();
        return List.of(
                waiter.blocked(
                        "floor: LockSupport, unpark to park",
                        () -> unparked.set(false),
                        () -> {
                            while (!unparked.get()) {
                                LockSupport.park(unparked);
                            }
                        },
                        () -> {
                            unparked.set(true);
                            LockSupport.unpark(waiter.thread());
                        },
                        NOTHING),
                waiter.blocked(
                        "floor: CompletableFuture, complete to get",
                        () -> completed = new CompletableFuture<>(),
                        () -> completed.get(),
                        () -> completed.complete(true),
                        NOTHING),
                waiter.blocked(
                        "floor: SynchronousQueue, put to take", NOTHING, queue::take, () -> queue.put(true), NOTHING),
                new Signal(
                        "floor: ThreadPoolExecutor, execute to an idle thread",
                        NOTHING,
                        NOTHING,
                        () -> pool.execute(waiter::arrive),
                        NOTHING));
    }

    private Signal done(Waiter waiter) {
        return waiter.blocked(
                "acquired to blocked done()", this::expect, () -> future.done(), this::acquired, sink::lost);
    }

    private Signal awaitLost(Waiter waiter) {
        return waiter.blocked(
                "lost to blocked awaitLost()", this::lead, () -> leadership.awaitLost(PATIENCE), sink::lost, NOTHING);
    }

    private Signal lost(Waiter waiter) {
        Waiter.Step prepare = () -> {
            lead();
            leadership.lost().thenAccept(loss -> waiter.arrive());
        };
        return new Signal("lost to callback of lost()", prepare, NOTHING, sink::lost, NOTHING);
    }

    private void expect() {
        future = tracker.expect(S1, PATIENCE);
    }

    private void acquired() {
        sink.acquired(++term);
    }

    private void lead() throws InterruptedException {
        expect();
        acquired();
        leadership = future.done();
    }
}
