package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** One notification, heard by many listeners. */
final class Fanout implements AutoCloseable {
    private final int subscribers;
    private final Tracker tracker;
    private final LeadershipSink server;
    private final AtomicInteger deaf = new AtomicInteger();
    private final Semaphore allHeard = new Semaphore(0);
    private final Latencies engine;
    private final Latencies last;
    private volatile long lastHeard;
    private long term;

    private Fanout(int subscribers, int rounds, Tracker tracker) {
        this.subscribers = subscribers;
        this.tracker = tracker;
        this.server = tracker.track(ServerId.of("s1"));
        this.engine = new Latencies(rounds);
        this.last = new Latencies(rounds);
        for (int i = 0; i < subscribers; i++) {
            tracker.subscribe(event -> hear());
        }
    }

    static List<Finding> measure(Strength strength) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        var executor = Executors.newSingleThreadExecutor();
        try {
            for (int subscribers : new int[] {1, 10, 1_000}) {
                int rounds = Math.max(2, strength.wakes / Math.max(10, subscribers / 10));
                var name = "to " + subscribers + (subscribers == 1 ? " subscriber" : " subscribers");
                findings.add(
                        measure(name + ", the tracker's threads", subscribers, rounds, Tracker.lenient("benchmark")));
                var tracker = Tracker.builder("benchmark").executor(executor).build();
                findings.add(measure(name + ", one thread of the user's", subscribers, rounds, tracker));
            }
        } finally {
            executor.shutdown();
        }
        return findings;
    }

    private static Finding measure(String what, int subscribers, int rounds, Tracker tracker)
            throws InterruptedException {
        try (var fanout = new Fanout(subscribers, rounds, tracker)) {
            fanout.run(rounds);
            fanout.engine.clear();
            fanout.last.clear();
            fanout.run(rounds);
            Checks.quiet(tracker);
            return Finding.of(
                    what,
                    "p50: engine's thread " + Figures.nanos(fanout.engine.median()) + ", last one told after "
                            + Figures.nanos(fanout.last.median()));
        }
    }

    private void run(int rounds) throws InterruptedException {
        for (int i = 0; i < rounds; i++) {
            deaf.set(subscribers);
            long start = System.nanoTime();
            server.acquired(++term);
            engine.add(System.nanoTime() - start);
            allHeard.acquire();
            last.add(lastHeard - start);
            deaf.set(subscribers);
            server.lost();
            allHeard.acquire();
        }
    }

    private void hear() {
        if (deaf.decrementAndGet() == 0) {
            lastHeard = System.nanoTime();
            allHeard.release();
        }
    }

    @Override
    public void close() {
        tracker.close();
    }
}
