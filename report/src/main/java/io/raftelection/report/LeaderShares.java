package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.internal.KnownLeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Computes how long each server led, and how long no leader or more than one was known, in each of at most
 * {@value #INTERVALS} equal intervals. The sums are exact. Memory is bounded: the intervals grow with the recording.
 */
final class LeaderShares {
    static final int INTERVALS = 1_024;

    /** The largest number of lanes. Events of further servers are only counted. */
    static final int MAX_SERVERS = 64;

    private static final long FIRST_LENGTH = 1 << 20;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    private final SortedMap<ServerId, Lane> lanes = new TreeMap<>();
    private final Map<ServerId, Long> leading = new HashMap<>();
    private final KnownLeaders known = new KnownLeaders();
    private final Lane unknown = new Lane();
    private final Lane several = new Lane();

    /** The length of an interval in nanoseconds. */
    private long length = FIRST_LENGTH;

    private long since;
    private long omitted;

    /** The sums of each interval. */
    static final class Lane {
        final long[] nanos = new long[INTERVALS];
        final int[] acquired = new int[INTERVALS];
        final int[] anomalies = new int[INTERVALS];

        private void merge() {
            for (int i = 0; i < INTERVALS; i++) {
                boolean kept = i < INTERVALS / 2;
                nanos[i] = kept ? nanos[2 * i] + nanos[2 * i + 1] : 0;
                acquired[i] = kept ? acquired[2 * i] + acquired[2 * i + 1] : 0;
                anomalies[i] = kept ? anomalies[2 * i] + anomalies[2 * i + 1] : 0;
            }
        }
    }

    void startRun(Duration at) {
        since = reach(at);
    }

    void event(LeadershipEvent event) {
        long at = reach(event.at());
        var lane = lanes.get(event.server());
        if (lane == null && lanes.size() < MAX_SERVERS) {
            lane = new Lane();
            lanes.put(event.server(), lane);
        }
        if (lane == null) {
            omitted++;
        } else if (!event.anomalies().isEmpty()) {
            lane.anomalies[interval(at)]++;
        }
        if (!event.isChange()) {
            return;
        }
        span(at);
        event.accept(
                acquired -> {
                    end(acquired.server(), at);
                    begin(acquired.server(), at);
                    known.acquired(acquired);
                },
                ready -> {},
                lost -> {
                    end(lost.server(), at);
                    known.lost(lost);
                },
                known::follows,
                members -> {});
    }

    private void begin(ServerId server, long at) {
        leading.put(server, at);
        var lane = lanes.get(server);
        if (lane != null) {
            lane.acquired[interval(at)]++;
        }
    }

    /** Ends all current leaderships. */
    void endRun(Duration until) {
        long at = reach(until);
        span(at);
        for (var server : leading.keySet().toArray(ServerId[]::new)) {
            end(server, at);
        }
        known.clear();
    }

    private void end(ServerId server, long at) {
        var from = leading.remove(server);
        var lane = lanes.get(server);
        if (from != null && lane != null) {
            add(lane, from, at);
        }
    }

    /** Ends the period in which the number of leaders did not change. */
    private void span(long at) {
        if (!known.isLeaderKnown()) {
            add(unknown, since, at);
        } else if (leading.size() > 1) {
            add(several, since, at);
        }
        since = at;
    }

    private void add(Lane lane, long from, long to) {
        for (long start = from; start < to; ) {
            int interval = interval(start);
            long end = Math.min(to, (interval + 1) * length);
            lane.nanos[interval] += end - start;
            start = end;
        }
    }

    private int interval(long at) {
        return (int) Math.min(at / length, INTERVALS - 1);
    }

    /** Makes the intervals long enough for a time. {@return the time in nanoseconds} */
    private long reach(Duration time) {
        long at = time.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : Math.max(0, time.toNanos());
        while (at / length >= INTERVALS) {
            lanes.values().forEach(Lane::merge);
            unknown.merge();
            several.merge();
            length *= 2;
        }
        return at;
    }

    /** {@return the length of an interval in nanoseconds} */
    long length() {
        return length;
    }

    /** {@return the sums of each server that has a lane} */
    SortedMap<ServerId, Lane> lanes() {
        return lanes;
    }

    /** {@return the number of events of servers without a lane} */
    long omitted() {
        return omitted;
    }

    /** {@return the sums of the time without a known leader} */
    Lane unknown() {
        return unknown;
    }

    /** {@return the sums of the time with several leaders} */
    Lane several() {
        return several;
    }
}
