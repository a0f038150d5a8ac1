package io.raftelection.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;

/** How late it is known who leads, by the tracker and by what is used without it. */
final class Detection {
    /** Time for whoever starts to wait to be waiting. */
    private static final Duration SETTLE = Duration.ofMillis(20);

    /** The same while warming up, where it need not be sure. */
    private static final int WARM_UP_NANOS = 200_000;

    private static final long AWAKE_NANOS = 1_000_000;

    private final Strength strength;
    private final Random random = new Random(42);
    private final List<Finding> findings = new ArrayList<>();

    private Detection(Strength strength) {
        this.strength = strength;
    }

    static List<Finding> measure(Strength strength) throws Exception {
        var detection = new Detection(strength);
        var watches = Watch.all();
        try {
            detection.lags(watches);
            for (var watch : watches) {
                detection.crowd(watch);
            }
        } finally {
            watches.forEach(Watch::close);
        }
        detection.findings.addAll(CuratorElection.measure(strength));
        return detection.findings;
    }

    private record Lag(Watch watch, Latencies taken) {}

    private void lags(List<Watch> watches) throws Exception {
        var lags = watches.stream()
                .map(watch -> new Lag(watch, new Latencies(strength.polls)))
                .toList();
        for (int i = 0; i < strength.wakes; i++) {
            warmUp(watches.get(0));
            warmUp(watches.get(1));
        }
        for (int i = 0; i < strength.polls; i++) {
            for (var lag : lags) {
                lag.taken.add(lag(lag.watch));
            }
        }
        for (var lag : lags) {
            findings.add(Finding.of(lag.watch.name() + ": lag after the change", lag.taken.toString()));
        }
        var sooner = lags.get(2).taken.median() / lags.get(0).taken.median();
        findings.add(Finding.of("Awaitility's default lag: the tracker's, p50", Figures.ratio(sooner))
                .goal("at least 1,000 ×", sooner >= 1_000));
        findings.add(Finding.of(
                "the same of CompletableFuture.get, the most that can be",
                Figures.ratio(lags.get(2).taken.median() / lags.get(1).taken.median())));
    }

    /** The same code, as often as a JVM needs to compile it, at no particular moment. */
    private void warmUp(Watch watch) throws Exception {
        var known = watch.waiter();
        Thread.sleep(0, WARM_UP_NANOS);
        watch.acquire();
        known.get();
        watch.lose();
    }

    /** One change, at a moment that has nothing to do with when it is looked for. */
    private long lag(Watch watch) throws Exception {
        var known = watch.waiter();
        Thread.sleep(SETTLE.toMillis());
        long phase = (long) (random.nextDouble() * watch.period().toNanos());
        Thread.sleep(phase / 1_000_000, (int) (phase % 1_000_000));
        // An engine's thread that wins an election has been at work, and its processor is awake.
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

    /** The processor's time while very many wait. */
    private void crowd(Watch watch) throws Exception {
        int size = Math.min(watch.crowd(), strength.wakes);
        var waiters = new ArrayList<FutureTask<Long>>();
        for (int i = 0; i < size; i++) {
            waiters.add(watch.waiter());
        }
        var window = strength.time.multipliedBy(3);
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
        findings.add(Finding.of(
                watch.name() + ": with " + size + " waiters",
                Figures.percent(load) + " of a processor, the last one knows after " + Figures.nanos((double) last)));
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
