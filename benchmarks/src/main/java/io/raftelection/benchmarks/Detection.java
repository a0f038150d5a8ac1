package io.raftelection.benchmarks;

import static io.raftelection.benchmarks.Waiter.NOTHING;

import com.sun.management.OperatingSystemMXBean;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.benchmarks.Waiter.Signal;
import io.raftelection.benchmarks.Waiter.Step;
import io.raftelection.spi.LeadershipSink;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** Measures how late a waiter detects a leader, with the tracker and with polling. */
final class Detection {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Random random = new Random(42);
    private final Tracker tracker = Tracker.lenient("benchmark");
    private final LeadershipSink server = tracker.track(S1);
    private final Waiter waiter;
    private volatile CompletableFuture<Boolean> future = new CompletableFuture<>();
    private volatile boolean leads;
    private long term;

    private Detection(Waiter waiter) {
        this.waiter = waiter;
    }

    /**
     * A way to wait until the server leads.
     *
     * @param periodMillis the milliseconds between two polls; arbitrary if the way does not poll
     * @param crowd the number of concurrent waiters
     */
    private record Way(Signal signal, int periodMillis, int crowd) {
        double median() {
            return signal.arrived().getPercentile(50);
        }
    }

    static List<Measurement> measure(Profile profile) throws Exception {
        var measurements = new ArrayList<Measurement>();
        try (var waiter = new Waiter()) {
            var detection = new Detection(waiter);
            var ways = detection.ways();
            for (int i = 0; i < profile.wakes; i++) {
                waiter.wake(ways.get(0).signal);
                waiter.wake(ways.get(1).signal);
            }
            ways = detection.ways(); // without the times of the warm-up
            for (int i = 0; i < profile.changes; i++) {
                for (var way : ways) {
                    waiter.wake(way.signal, () -> detection.pause(way.periodMillis));
                }
            }
            for (var way : ways) {
                measurements.add(Measurement.tail(way.signal.name() + ": lag after the change", way.signal.arrived()));
            }
            var sooner = ways.get(2).median() / ways.get(0).median();
            measurements.add(Measurement.ratio("Awaitility's default lag, relative to the tracker, p50", sooner)
                    .goal("at least 1,000 ×", sooner >= 1_000));
            var bound = ways.get(2).median() / ways.get(1).median();
            measurements.add(Measurement.ratio("the same relative to CompletableFuture.get, the upper bound", bound));
            for (var way : ways) {
                measurements.add(crowd(way.signal, Math.min(way.crowd, profile.wakes), 3L * profile.millis));
            }
            Checks.quiet(detection.tracker);
            measurements.addAll(CuratorElection.measure(profile, waiter));
        }
        return measurements;
    }

    private List<Way> ways() {
        return List.of(
                way("Tracker.await", 1, 1_000, () -> tracker.await(S1, PATIENCE)),
                way("floor: CompletableFuture.get", 1, 1_000, () -> future.get()),
                way(
                        "Awaitility, default poll",
                        100,
                        1_000,
                        () -> Awaitility.await().atMost(PATIENCE).until(() -> leads)),
                // With ten times as many waiters, the processor would have no time to start and end them.
                way(
                        "Awaitility, poll of 1 ms",
                        1,
                        100,
                        () -> Awaitility.await()
                                .atMost(PATIENCE)
                                .pollDelay(Duration.ZERO)
                                .pollInterval(Duration.ofMillis(1))
                                .until(() -> leads)),
                way("a loop that sleeps 10 ms", 10, 1_000, () -> {
                    while (!leads) {
                        Thread.sleep(10);
                    }
                }));
    }

    private Way way(String name, int periodMillis, int crowd, Step wait) {
        return new Way(waiter.blocked(name, NOTHING, wait, this::acquire, this::lose), periodMillis, crowd);
    }

    /** Makes the server the leader, for waiters that poll and for those that are notified. */
    private void acquire() {
        leads = true;
        server.acquired(++term);
        future.complete(true);
    }

    private void lose() {
        leads = false;
        future = new CompletableFuture<>();
        server.lost();
    }

    /** Returns at a random point between two polls. */
    private void pause(int periodMillis) throws InterruptedException {
        Thread.sleep(20);
        LockSupport.parkNanos((long) (random.nextDouble() * periodMillis * 1e6));
        // The thread of an engine that wins an election was active, so its processor is awake.
        Waiter.spin(1_000_000);
    }

    /** Measures the processor time of many concurrent waiters. */
    private static Measurement crowd(Signal signal, int size, long windowMillis) throws Exception {
        var threads = Executors.newFixedThreadPool(size);
        var waiters = new ArrayList<Future<Long>>();
        for (int i = 0; i < size; i++) {
            waiters.add(threads.submit(() -> {
                signal.await().run();
                return System.nanoTime();
            }));
        }
        Thread.sleep(windowMillis);
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        Thread.sleep(windowMillis);
        double load = (double) (system.getProcessCpuTime() - cpu) / (double) (System.nanoTime() - start);
        long changed = System.nanoTime();
        signal.fire().run();
        long last = 0;
        for (var known : waiters) {
            last = Math.max(last, known.get() - changed);
        }
        signal.after().run();
        threads.shutdown();
        return Measurement.of(
                signal.name() + ": with " + size + " waiters",
                Measurement.percent(load) + " of a processor, the last waiter detects it after "
                        + Measurement.nanos((double) last));
    }
}
