package io.raftelection.benchmarks;

import static io.raftelection.benchmarks.Waiter.NOTHING;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.benchmarks.Waiter.Signal;
import io.raftelection.benchmarks.Waiter.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Measures the delivery of one notification to many listeners. */
final class Fanout {
    private Fanout() {}

    static List<Measurement> measure(Profile profile) throws Exception {
        var measurements = new ArrayList<Measurement>();
        var executor = Executors.newSingleThreadExecutor();
        try {
            for (int subscribers : new int[] {1, 10, 1_000}) {
                int rounds = Math.max(2, profile.wakes / Math.max(10, subscribers / 10));
                var name = "to " + subscribers + (subscribers == 1 ? " subscriber" : " subscribers");
                var own = Tracker.lenient("benchmark");
                var single = Tracker.builder("benchmark").executor(executor).build();
                measurements.add(measure(name + ", tracker's executor", subscribers, rounds, own));
                measurements.add(measure(name + ", single-thread executor", subscribers, rounds, single));
            }
        } finally {
            executor.shutdown();
        }
        return measurements;
    }

    private static Measurement measure(String name, int subscribers, int rounds, Tracker tracker) throws Exception {
        try (tracker;
                var waiter = new Waiter()) {
            var server = tracker.track(ServerId.of("s1"));
            var term = new AtomicLong();
            var pending = new AtomicInteger();
            for (int i = 0; i < subscribers; i++) {
                tracker.subscribe(event -> {
                    if (pending.decrementAndGet() == 0) {
                        waiter.arrive();
                    }
                });
            }
            Step prepare = () -> pending.set(subscribers);
            Step acquire = () -> server.acquired(term.incrementAndGet());
            var warmUp = new Signal(name, prepare, NOTHING, acquire, NOTHING);
            var signal = new Signal(name, prepare, NOTHING, acquire, NOTHING);
            var lost = new Signal(name, prepare, NOTHING, server::lost, NOTHING);
            for (int i = 0; i < 2 * rounds; i++) {
                waiter.wake(i < rounds ? warmUp : signal);
                waiter.wake(lost);
            }
            Checks.quiet(tracker);
            return Measurement.of(
                    name,
                    "p50: engine thread " + Measurement.nanos(signal.sent().getPercentile(50))
                            + ", last listener after "
                            + Measurement.nanos(signal.arrived().getPercentile(50)));
        }
    }
}
