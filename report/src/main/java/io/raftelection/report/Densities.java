package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.report.Period.Followed;
import io.raftelection.report.Period.Led;
import io.raftelection.report.Period.Unusual;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sums up how long each server led and followed, and how long no leader or several were known, in at most
 * {@value #BUCKETS} buckets of equal length, or fewer. The sums are exact. When the time exceeds the buckets, each two
 * of them become one, so that memory is bounded.
 */
final class Densities implements Consumer<Period> {
    static final int BUCKETS = 8_192;

    /** The largest number of lanes. Events of further servers are only counted. */
    static final int MAX_SERVERS = 64;

    private static final long FIRST_LENGTH = 1 << 16;

    private final SortedMap<ServerId, Lane> lanes = new TreeMap<>();
    private final int buckets;
    private final Lane unknown;
    private final Lane several;
    private final int[] events;
    private long length = FIRST_LENGTH;
    private long omitted;

    /** Creates one for a timeline. */
    Densities() {
        this(BUCKETS);
    }

    /**
     * Creates one without events.
     *
     * @param buckets the largest number of buckets, an even number
     */
    Densities(int buckets) {
        this.buckets = buckets;
        unknown = new Lane(buckets);
        several = new Lane(buckets);
        events = new int[buckets];
    }

    /** The sums of each bucket. */
    static final class Lane {
        final long[] led;
        final long[] followed;
        final int[] acquired;
        final int[] anomalies;

        private Lane(int buckets) {
            led = new long[buckets];
            followed = new long[buckets];
            acquired = new int[buckets];
            anomalies = new int[buckets];
        }

        private void halve() {
            Densities.halve(led);
            Densities.halve(followed);
            Densities.halve(acquired);
            Densities.halve(anomalies);
        }
    }

    private static void halve(long[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = i < sums.length / 2 ? sums[2 * i] + sums[2 * i + 1] : 0;
        }
    }

    private static void halve(int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = i < sums.length / 2 ? sums[2 * i] + sums[2 * i + 1] : 0;
        }
    }

    /** Counts an event. */
    void event(long at, LeadershipEvent event) {
        reach(at);
        var lane = lane(event.server());
        event.accept(
                acquired -> {},
                ready -> {},
                lost -> {},
                follows -> follows.leader().ifPresent(this::lane),
                members -> {});
        events[bucket(at)]++;
        if (lane == null) {
            omitted++;
        } else if (!event.anomalies().isEmpty()) {
            lane.anomalies[bucket(at)]++;
        }
    }

    /** Adds a period. */
    @Override
    public void accept(Period period) {
        reach(period.to());
        if (period instanceof Led led) {
            var lane = lane(led.server());
            if (lane != null) {
                lane.acquired[bucket(led.from())]++;
                add(lane.led, led);
            }
        } else if (period instanceof Followed followed) {
            var lane = lane(followed.server());
            if (lane != null) {
                add(lane.followed, followed);
            }
        } else if (period instanceof Unusual unusual) {
            var lane = unusual.isUnknown() ? unknown : several;
            lane.acquired[bucket(unusual.from())]++;
            add(lane.led, unusual);
        }
    }

    private @Nullable Lane lane(ServerId server) {
        var lane = lanes.get(server);
        if (lane == null && lanes.size() < MAX_SERVERS) {
            lane = new Lane(buckets);
            lanes.put(server, lane);
        }
        return lane;
    }

    private void add(long[] sums, Period period) {
        for (long start = period.from(); start < period.to(); ) {
            int bucket = bucket(start);
            long end = Math.min(period.to(), (bucket + 1) * length);
            sums[bucket] += end - start;
            start = end;
        }
    }

    private int bucket(long at) {
        return (int) Math.min(at / length, buckets - 1);
    }

    /** Makes the buckets long enough for a time. */
    void reach(long at) {
        while (at / length >= buckets) {
            lanes.values().forEach(Lane::halve);
            unknown.halve();
            several.halve();
            halve(events);
            length *= 2;
        }
    }

    /** {@return the length of a bucket in nanoseconds} */
    long length() {
        return length;
    }

    /** {@return the number of buckets that a time fills, the last one maybe in part} */
    int used(long until) {
        return (int) Math.min(buckets, until / length + 1);
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

    /** {@return the number of events in each bucket} */
    int[] events() {
        return events;
    }
}
