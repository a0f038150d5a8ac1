package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures the delivery of one notification to many listeners. */
final class Fanout implements AutoCloseable {
    private final int subscribers;
    private final Tracker tracker;
    private final LeadershipSink server;
    private final AtomicInteger pending = new AtomicInteger();
    private final Semaphore allReceived = new Semaphore(0);
    private final Latencies engine;
    private final Latencies last;
    private volatile long lastReceived;
    private long term;

    private Fanout(int subscribers, int rounds, Tracker tracker) {
        this.subscribers = subscribers;
        this.tracker = tracker;
        this.server = tracker.track(ServerId.of("s1"));
        this.engine = new Latencies(rounds);
        this.last = new Latencies(rounds);
        for (int i = 0; i < subscribers; i++) {
            tracker.subscribe(event -> receive());
        }
    }

    static List<Measurement> measure(Profile profile) throws InterruptedException {
        var measurements = new ArrayList<Measurement>();
        var executor = Executors.newSingleThreadExecutor();
        try {
            for (int subscribers : new int[] {1, 10, 1_000}) {
                int rounds = Math.max(2, profile.wakes / Math.max(10, subscribers / 10));
                var name = "to " + subscribers + (subscribers == 1 ? " subscriber" : " subscribers");
                measurements.add(
                        measure(name + ", tracker's executor", subscribers, rounds, Tracker.lenient("benchmark")));
                var tracker = Tracker.builder("benchmark").executor(executor).build();
                measurements.add(measure(name + ", single-thread executor", subscribers, rounds, tracker));
            }
        } finally {
            executor.shutdown();
        }
        return measurements;
    }

    private static Measurement measure(String what, int subscribers, int rounds, Tracker tracker)
            throws InterruptedException {
        try (var fanout = new Fanout(subscribers, rounds, tracker)) {
            fanout.run(rounds);
            fanout.engine.clear();
            fanout.last.clear();
            fanout.run(rounds);
            Checks.quiet(tracker);
            return Measurement.of(
                    what,
                    "p50: engine thread " + Figures.nanos(fanout.engine.median()) + ", last listener after "
                            + Figures.nanos(fanout.last.median()));
        }
    }

    private void run(int rounds) throws InterruptedException {
        for (int i = 0; i < rounds; i++) {
            pending.set(subscribers);
            long start = System.nanoTime();
            server.acquired(++term);
            engine.add(System.nanoTime() - start);
            allReceived.acquire();
            last.add(lastReceived - start);
            pending.set(subscribers);
            server.lost();
            allReceived.acquire();
        }
    }

    private void receive() {
        if (pending.decrementAndGet() == 0) {
            lastReceived = System.nanoTime();
            allReceived.release();
        }
    }

    @Override
    public void close() {
        tracker.close();
    }
}
