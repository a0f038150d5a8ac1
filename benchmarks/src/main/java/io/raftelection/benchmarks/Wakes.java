package io.raftelection.benchmarks;

import io.raftelection.Tracker;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Measures the latency from a notification to a waiting thread. All ways take turns and use the same two threads, so
 * that other load on the machine affects them equally.
 */
final class Wakes implements AutoCloseable {
    /** The time after which a thread that reports waiting is really asleep. */
    private static final long SETTLE_NANOS = 30_000;

    private final Thread waiter = new Thread(this::awaitAll, "waiter");
    private volatile Path path = () -> {};
    private volatile int round;
    private int rounds;
    private volatile int entered;
    private volatile long arrived;

    private Wakes() {
        waiter.setDaemon(true);
        waiter.start();
    }

    static List<Measurement> measure(Profile profile) throws Exception {
        var pool = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        try (var wakes = new Wakes();
                var first = Tracker.strict("benchmark");
                var second = Tracker.strict("benchmark");
                var third = Tracker.strict("benchmark")) {
            var park = new Way("floor: LockSupport, unpark to park", new Floors.Park(wakes.waiter), profile);
            var future = new Way("floor: CompletableFuture, complete to get", new Floors.Future(), profile);
            var queue = new Way("floor: SynchronousQueue, put to take", new Floors.Queue(), profile);
            var idle = new Way("floor: ThreadPoolExecutor, execute to an idle thread", new Floors.Pool(pool), profile);
            var done = new Way("acquired to blocked done()", WaitStrategies.done(first), profile);
            var awaitLost = new Way("lost to blocked awaitLost()", WaitStrategies.awaitLost(second), profile);
            var lost = new Way("lost to callback of lost()", WaitStrategies.lost(third), profile);
            var ways = List.of(park, future, queue, idle, done, awaitLost, lost);
            wakes.run(ways, Math.min(profile.wakes, 5_000));
            ways.forEach(way -> way.taken.clear());
            wakes.run(ways, profile.wakes);
            List.of(first, second, third).forEach(Checks::quiet);
            return measurements(ways, future, List.of(done, awaitLost, lost));
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Measurement> measurements(List<Way> all, Way floor, List<Way> ours) {
        Function<Way, Measurement> ratio = way -> {
            var times = way.taken.median() / floor.taken.median();
            return Measurement.of(way.name + ", relative to CompletableFuture, p50", Figures.ratio(times))
                    .goal("at most 1.2 ×", times <= 1.2);
        };
        return Stream.concat(
                        all.stream().map(way -> Measurement.of(way.name, way.taken.toString())),
                        ours.stream().map(ratio))
                .toList();
    }

    private record Way(String name, Path path, Latencies taken) {
        Way(String name, Path path, Profile profile) {
            this(name, path, new Latencies(Math.max(profile.wakes, 5_000)));
        }
    }

    private void run(List<Way> ways, int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            for (var way : ways) {
                way.taken.add(wake(way.path));
            }
        }
    }

    /** Wakes the waiting thread once. {@return the time from the signal to its arrival, in nanoseconds} */
    private long wake(Path next) throws Exception {
        arrived = 0;
        next.prepare(() -> arrived = System.nanoTime());
        path = next;
        int now = ++rounds;
        round = now;
        LockSupport.unpark(waiter);
        spinUntil(() -> entered == now && waiter.getState() != Thread.State.RUNNABLE);
        long settled = System.nanoTime() + SETTLE_NANOS;
        spinUntil(() -> System.nanoTime() > settled);
        long fired = System.nanoTime();
        next.fire();
        spinUntil(() -> arrived != 0);
        next.after();
        return arrived - fired;
    }

    private void spinUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Checks.that(waiter.isAlive(), "waiter: its thread ended");
            Thread.onSpinWait();
        }
    }

    /** Runs on the waiting thread, which also sleeps between its waits to leave the processor to callbacks. */
    private void awaitAll() {
        try {
            for (int now = 1; ; now++) {
                while (round < now) {
                    LockSupport.park(this);
                    if (Thread.interrupted()) {
                        return;
                    }
                }
                entered = now;
                if (path.await()) {
                    arrived = System.nanoTime();
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("waiter: failed", e);
        }
    }

    @Override
    public void close() {
        waiter.interrupt();
    }
}
