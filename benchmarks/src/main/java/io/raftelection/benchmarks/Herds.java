package io.raftelection.benchmarks;

import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The herds that are weighed. The names of their servers are not part of the weight. */
final class Herds {
    private static final Duration PATIENCE = Duration.ofDays(1);

    private Herds() {}

    /** Idle servers, so many in each tracker, with all that a user and an engine keep of them. */
    static Herd servers(String[] names, int each) {
        var trackers = new Tracker[(names.length + each - 1) / each];
        var sinks = new LeadershipSink[names.length];
        return new Herd() {
            @Override
            public void make() {
                for (int i = 0; i < names.length; i++) {
                    if (i % each == 0) {
                        trackers[i / each] = Tracker.lenient("benchmark");
                    }
                    sinks[i] = trackers[i / each].track(ServerId.of(names[i]));
                }
            }

            @Override
            public void close() {
                for (var tracker : trackers) {
                    tracker.close();
                }
            }
        };
    }

    /** Pending expectations, one in each tracker since there is no more, with one timer for all. */
    static Herd expectations(String[] names) {
        var timer = new SharedTimer();
        var servers = new ServerId[names.length];
        var trackers = new Tracker[names.length];
        var futures = new LeadershipFuture[names.length];
        for (int i = 0; i < names.length; i++) {
            servers[i] = ServerId.of(names[i]);
            trackers[i] = Tracker.builder("benchmark").timer(timer).build();
            trackers[i].track(servers[i]);
        }
        return new Herd() {
            @Override
            public void make() {
                for (int i = 0; i < names.length; i++) {
                    futures[i] = trackers[i].expect(servers[i], PATIENCE);
                }
            }

            @Override
            public void close() {
                for (var tracker : trackers) {
                    tracker.close();
                }
                Checks.that(timer.pending() == 0, "timer: has " + timer.pending() + " tasks left");
                timer.close();
            }
        };
    }

    /** Tasks on such a timer and nothing else: what of a pending expectation is not the tracker's. */
    static Herd tasks(int size) {
        var timer = new SharedTimer();
        return new Herd() {
            @Override
            public void make() {
                for (int i = 0; i < size; i++) {
                    timer.schedule(PATIENCE, () -> {});
                }
            }

            @Override
            public void close() {
                timer.close();
            }
        };
    }

    /** Ids, so many in each map: what of a server's time is not the tracker's. */
    static Herd ids(String[] names, int each) {
        var maps = new Map<?, ?>[(names.length + each - 1) / each];
        return () -> {
            Map<ServerId, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                if (i % each == 0) {
                    map = new LinkedHashMap<>();
                    maps[i / each] = map;
                }
                map.put(ServerId.of(names[i]), map);
            }
        };
    }
}
