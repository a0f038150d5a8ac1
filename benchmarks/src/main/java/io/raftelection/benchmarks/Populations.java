package io.raftelection.benchmarks;

import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates the populations. The names of their servers are not part of the measured memory. */
final class Populations {
    private static final Duration PATIENCE = Duration.ofDays(1);

    private Populations() {}

    /** {@return idle servers, {@code each} per tracker, with the references that a user and an engine keep} */
    static Population servers(String[] names, int each) {
        var trackers = new Tracker[(names.length + each - 1) / each];
        var sinks = new LeadershipSink[names.length];
        return new Population() {
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

    /** {@return pending expectations with a shared timer, one per tracker, because a tracker allows only one} */
    static Population expectations(String[] names) {
        var timer = new SharedTimer();
        var servers = new ServerId[names.length];
        var trackers = new Tracker[names.length];
        var futures = new LeadershipFuture[names.length];
        for (int i = 0; i < names.length; i++) {
            servers[i] = ServerId.of(names[i]);
            trackers[i] = Tracker.builder("benchmark").timer(timer).build();
            trackers[i].track(servers[i]);
        }
        return new Population() {
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
                Checks.that(timer.pending() == 0, "timer: has " + timer.pending() + " pending tasks, expected 0");
                timer.close();
            }
        };
    }

    /** {@return only the timer tasks, to separate their cost from that of pending expectations} */
    static Population tasks(int size) {
        var timer = new SharedTimer();
        return new Population() {
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

    /** {@return server ids, {@code each} per map, to separate their cost from that of the tracker} */
    static Population ids(String[] names, int each) {
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
