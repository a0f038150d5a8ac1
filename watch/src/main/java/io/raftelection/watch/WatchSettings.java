package io.raftelection.watch;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * The settings of a {@link Watch}. Immutable.
 *
 * @param cluster the name of the cluster, for logs and recordings; the rules of {@link ServerId} apply
 * @param interval the pause between two polls of a server: more than zero, at most a day
 * @param timeout the longest wait for an answer: more than zero, at most a day
 * @param backOff the longest pause after failures in a row, of polls and of searches: zero to a day
 * @param rediscovery the pause between two searches for servers and groups while all servers answer: more than zero, at
 *     most a day
 */
public record WatchSettings(
        String cluster, Duration interval, Duration timeout, Duration backOff, Duration rediscovery) {

    /**
     * Checks the values.
     *
     * @param cluster the name of the cluster
     * @param interval the pause between two polls
     * @param timeout the longest wait for an answer
     * @param backOff the longest pause after failures in a row
     * @param rediscovery the pause between two searches
     * @throws IllegalArgumentException if a value is out of range
     */
    public WatchSettings {
        Objects.requireNonNull(cluster, "cluster: is null");
        check(interval, "interval", false);
        check(timeout, "timeout", false);
        check(backOff, "back-off", true);
        check(rediscovery, "rediscovery", false);
    }

    /**
     * {@return settings with an interval of 500 ms, a timeout of 2 s, pauses of at most 5 s after failures, and a
     * search for servers every 30 s}
     *
     * @param cluster the name of the cluster
     */
    public static WatchSettings of(String cluster) {
        return new WatchSettings(
                cluster, Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /**
     * {@return a copy with another interval}
     *
     * @param interval the pause between two polls of a server
     * @throws IllegalArgumentException if it is out of range
     */
    public WatchSettings withInterval(Duration interval) {
        return new WatchSettings(cluster, interval, timeout, backOff, rediscovery);
    }

    /**
     * {@return a copy with another timeout}
     *
     * @param timeout the longest wait for an answer
     * @throws IllegalArgumentException if it is out of range
     */
    public WatchSettings withTimeout(Duration timeout) {
        return new WatchSettings(cluster, interval, timeout, backOff, rediscovery);
    }

    /**
     * {@return a copy with another back-off}
     *
     * @param backOff the longest pause after failures in a row
     * @throws IllegalArgumentException if it is out of range
     */
    public WatchSettings withBackOff(Duration backOff) {
        return new WatchSettings(cluster, interval, timeout, backOff, rediscovery);
    }

    /**
     * {@return a copy with another pause between two searches for servers and groups}
     *
     * @param rediscovery the pause
     * @throws IllegalArgumentException if it is out of range
     */
    public WatchSettings withRediscovery(Duration rediscovery) {
        return new WatchSettings(cluster, interval, timeout, backOff, rediscovery);
    }

    /** {@return the polls of a server, with these times and a jitter of a tenth of the interval} */
    PolledLeadership polling(ServerId server, LeadershipProbe probe) {
        return PolledLeadership.of(Map.of(server, probe))
                .withInterval(interval)
                .withJitter(interval.dividedBy(10))
                .withTimeout(timeout)
                .withBackOff(backOff);
    }

    private static void check(Duration time, String what, boolean mayBeZero) {
        if (Objects.requireNonNull(time, what + ": is null").isNegative()
                || (time.isZero() && !mayBeZero)
                || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    what + ": " + time + ", expected " + (mayBeZero ? "zero" : "more than zero") + " to a day");
        }
    }
}
