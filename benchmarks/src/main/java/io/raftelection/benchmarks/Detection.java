package io.raftelection.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;

/** Measures how late a waiter detects a leader, with the tracker and with polling. */
final class Detection {
    /** The time after which a new waiter is blocked. */
    private static final Duration SETTLE = Duration.ofMillis(20);

    /** The same during the warm-up, where a shorter time suffices. */
    private static final int WARM_UP_NANOS = 200_000;

    private static final long AWAKE_NANOS = 1_000_000;

    private final Profile profile;
    private final Random random = new Random(42);
    private final List<Measurement> measurements = new ArrayList<>();

    private Detection(Profile profile) {
        this.profile = profile;
    }

    static List<Measurement> measure(Profile profile) throws Exception {
        var detection = new Detection(profile);
        var watches = Watch.all();
        try {
            detection.lags(watches);
            for (var watch : watches) {
                detection.crowd(watch);
            }
        } finally {
            watches.forEach(Watch::close);
        }
        detection.measurements.addAll(CuratorElection.measure(profile));
        return detection.measurements;
    }

    private record Lag(Watch watch, Latencies taken) {}

    private void lags(List<Watch> watches) throws Exception {
        var lags = watches.stream()
                .map(watch -> new Lag(watch, new Latencies(profile.polls)))
                .toList();
        for (int i = 0; i < profile.wakes; i++) {
            warmUp(watches.get(0));
            warmUp(watches.get(1));
        }
        for (int i = 0; i < profile.polls; i++) {
            for (var lag : lags) {
                lag.taken.add(lag(lag.watch));
            }
        }
        for (var lag : lags) {
            measurements.add(Measurement.of(lag.watch.name() + ": lag after the change", lag.taken.toString()));
        }
        var sooner = lags.get(2).taken.median() / lags.get(0).taken.median();
        measurements.add(Measurement.of("Awaitility's default lag, relative to the tracker, p50", Figures.ratio(sooner))
                .goal("at least 1,000 ×", sooner >= 1_000));
        measurements.add(Measurement.of(
                "the same relative to CompletableFuture.get, the upper bound",
                Figures.ratio(lags.get(2).taken.median() / lags.get(1).taken.median())));
    }

    /** Runs the measured code, so that the JVM compiles it. */
    private void warmUp(Watch watch) throws Exception {
        var known = watch.waiter();
        Thread.sleep(0, WARM_UP_NANOS);
        watch.acquire();
        known.get();
        watch.lose();
    }

    /** Makes one change at a random point between two polls. {@return the detection lag in nanoseconds} */
    private long lag(Watch watch) throws Exception {
        var known = watch.waiter();
        Thread.sleep(SETTLE.toMillis());
        long phase = (long) (random.nextDouble() * watch.period().toNanos());
        Thread.sleep(phase / 1_000_000, (int) (phase % 1_000_000));
        // The thread of an engine that wins an election was active, so its processor is awake.
        long awake = System.nanoTime() + AWAKE_NANOS;
        while (System.nanoTime() < awake) {
            Thread.onSpinWait();
        }
        long changed = System.nanoTime();
        watch.acquire();
        long lag = known.get() - changed;
        watch.lose();
        return lag;
    }

    /** Measures the processor time of many concurrent waiters. */
    private void crowd(Watch watch) throws Exception {
        int size = Math.min(watch.crowd(), profile.wakes);
        var waiters = new ArrayList<FutureTask<Long>>();
        for (int i = 0; i < size; i++) {
            waiters.add(watch.waiter());
        }
        var window = profile.time.multipliedBy(3);
        Thread.sleep(window.toMillis());
        long cpu = cpu();
        long start = System.nanoTime();
        Thread.sleep(window.toMillis());
        double load = (double) (cpu() - cpu) / (double) (System.nanoTime() - start);
        long changed = System.nanoTime();
        watch.acquire();
        long last = 0;
        for (var known : waiters) {
            last = Math.max(last, known.get() - changed);
        }
        watch.lose();
        measurements.add(Measurement.of(
                watch.name() + ": with " + size + " waiters",
                Figures.percent(load) + " of a processor, the last waiter detects it after "
                        + Figures.nanos((double) last)));
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
