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
 * How long it takes from a notification to the thread that waits for it. All ways take turns, so that whatever else the
 * machine does meets them alike, and the same two threads walk all of them.
 */
final class Wakes implements AutoCloseable {
    /** Time for a thread that says it waits to be asleep in truth. */
    private static final long SETTLE_NANOS = 30_000;

    private final Thread waiter = new Thread(this::walk, "waiter");
    private volatile Path path = () -> {};
    private volatile int round;
    private int rounds;
    private volatile int entered;
    private volatile long arrived;

    private Wakes() {
        waiter.setDaemon(true);
        waiter.start();
    }

    static List<Finding> measure(Strength strength) throws Exception {
        var pool = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        try (var wakes = new Wakes();
                var first = Tracker.strict("benchmark");
                var second = Tracker.strict("benchmark");
                var third = Tracker.strict("benchmark")) {
            var park = new Way("floor: LockSupport, unpark to park", new Floors.Park(wakes.waiter), strength);
            var future = new Way("floor: CompletableFuture, complete to get", new Floors.Future(), strength);
            var queue = new Way("floor: SynchronousQueue, put to take", new Floors.Queue(), strength);
            var idle = new Way("floor: ThreadPoolExecutor, execute to an idle thread", new Floors.Pool(pool), strength);
            var done = new Way("acquired to blocked done()", Ways.done(first), strength);
            var awaitLost = new Way("lost to blocked awaitLost()", Ways.awaitLost(second), strength);
            var lost = new Way("lost to callback of lost()", Ways.lost(third), strength);
            var ways = List.of(park, future, queue, idle, done, awaitLost, lost);
            wakes.run(ways, Math.min(strength.wakes, 5_000));
            ways.forEach(way -> way.taken.clear());
            wakes.run(ways, strength.wakes);
            List.of(first, second, third).forEach(Checks::quiet);
            return findings(ways, future, List.of(done, awaitLost, lost));
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Finding> findings(List<Way> all, Way floor, List<Way> ours) {
        Function<Way, Finding> ratio = way -> {
            var times = way.taken.median() / floor.taken.median();
            return Finding.of(way.name + ": CompletableFuture's, p50", Figures.ratio(times))
                    .goal("at most 1.2 ×", times <= 1.2);
        };
        return Stream.concat(
                        all.stream().map(way -> Finding.of(way.name, way.taken.toString())),
                        ours.stream().map(ratio))
                .toList();
    }

    private record Way(String name, Path path, Latencies taken) {
        Way(String name, Path path, Strength strength) {
            this(name, path, new Latencies(Math.max(strength.wakes, 5_000)));
        }
    }

    private void run(List<Way> ways, int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            for (var way : ways) {
                way.taken.add(wake(way.path));
            }
        }
    }

    /** Wakes once; answers with the time from the signal to the waiting thread. */
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
            Checks.that(waiter.isAlive(), "the waiting thread died");
            Thread.onSpinWait();
        }
    }

    /** The waiting thread: between its waits it sleeps too, and leaves the processor to the callbacks. */
    private void walk() {
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
            throw new IllegalStateException("the waiting thread failed", e);
        }
    }

    @Override
    public void close() {
        waiter.interrupt();
    }
}
