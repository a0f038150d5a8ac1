package io.raftelection.spi;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * The servers of a system that does not report leadership changes, and the times for polling them. Immutable.
 *
 * <pre>{@code
 * tracker.track(PolledLeadership.of(Map.of(s1, probe1, s2, probe2)).withInterval(Duration.ofMillis(100)));
 * }</pre>
 *
 * <p><b>Accepted claims.</b> An answer may be stale, or combine a new leader with an old term. Therefore only the claim
 * of a server about itself, or of a store about it, begins a leadership. The tracker rejects it unless its term is
 * later than all acquired terms, or is the latest term and was acquired by this server. Polling therefore never reports
 * two leaders for a term or a decreasing term. For the same reason, a polled history does not prove Election Safety,
 * and a polled term is not a safe fencing token: a leader may be reported with an earlier term than its own. A claim
 * without a term is as old as its question: the tracker rejects it if another server acquired leadership after the
 * question. Hearsay becomes a view of the server. The tracker rejects a view whose term goes back, or was acquired by
 * another server than the leader that it names.
 *
 * <p><b>Reported events.</b> Polling reports acquisitions, losses and views. They are marked as observed, with the
 * period in which they may have happened: see {@link io.raftelection.LeadershipEvent#uncertainty()}. The first answer
 * of a server only shows what is so already: see {@link io.raftelection.LeadershipEvent#already()}. If a leader cannot
 * be polled, its leadership ends with that reason, since its state is unknown. If it still leads at the next poll, a
 * new tenure begins.
 *
 * <p><b>Missed events.</b> Polling misses a leadership that begins and ends between two polls. It misses a loss if the
 * server leads the same term again at the next poll. It reports the term of a leader whose answers are stale only when
 * they become current. It misses the claim of an old leader if a later term was acquired before.
 *
 * @param probes the servers and their probes
 * @param interval the pause after an answer: more than zero, at most a day
 * @param jitter the longest random extension of a pause, which spreads the polls: zero to a day
 * @param timeout the longest wait for an answer: more than zero, at most a day
 * @param backOff the longest pause after failures in a row, each of which doubles the pause: zero to a day; the pause
 *     is never shorter than the interval
 * @param random a source of numbers from 0 (inclusive) to 1 (exclusive); it is called by any thread
 */
public record PolledLeadership(
        Map<ServerId, LeadershipProbe> probes,
        Duration interval,
        Duration jitter,
        Duration timeout,
        Duration backOff,
        DoubleSupplier random) {
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * Copies the probes, and checks the times.
     *
     * @param probes the servers and their probes
     * @param interval the pause after an answer
     * @param jitter the longest random extension of a pause
     * @param timeout the longest wait for an answer
     * @param backOff the longest pause after failures in a row
     * @param random a source of numbers from 0 to below 1
     * @throws IllegalArgumentException if there is no probe, or a time is out of range
     */
    public PolledLeadership {
        if (Objects.requireNonNull(probes, "probes: is null").isEmpty()) {
            throw new IllegalArgumentException("probes: are none, expected at least one");
        }
        probes = Collections.unmodifiableMap(new LinkedHashMap<>(probes));
        probes.forEach((server, probe) -> {
            Objects.requireNonNull(server, "server: is null");
            Objects.requireNonNull(probe, "probe: is null");
        });
        check(interval, "interval", false);
        check(jitter, "jitter", true);
        check(timeout, "timeout", false);
        check(backOff, "back-off", true);
        Objects.requireNonNull(random, "random: is null");
    }

    /**
     * {@return a configuration with a 500 ms interval, 50 ms jitter, a 2 s timeout and back-off of at most 10 s}
     *
     * @param probes the servers and their probes
     * @throws IllegalArgumentException if there is none
     */
    public static PolledLeadership of(Map<ServerId, ? extends LeadershipProbe> probes) {
        return new PolledLeadership(
                new LinkedHashMap<>(Objects.requireNonNull(probes, "probes: is null")),
                Duration.ofMillis(500),
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                () -> Math.random());
    }

    /**
     * {@return a copy with another interval}
     *
     * @param interval the pause after an answer
     * @throws IllegalArgumentException if it is out of range
     */
    public PolledLeadership withInterval(Duration interval) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    /**
     * {@return a copy with another jitter}
     *
     * @param jitter the longest random extension of a pause
     * @throws IllegalArgumentException if it is out of range
     */
    public PolledLeadership withJitter(Duration jitter) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    /**
     * {@return a copy with another timeout}
     *
     * @param timeout the longest wait for an answer
     * @throws IllegalArgumentException if it is out of range
     */
    public PolledLeadership withTimeout(Duration timeout) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    /**
     * {@return a copy with another back-off}
     *
     * @param backOff the longest pause after failures in a row
     * @throws IllegalArgumentException if it is out of range
     */
    public PolledLeadership withBackOff(Duration backOff) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    /**
     * {@return a copy with another source of randomness}
     *
     * @param random a source of numbers from 0 to below 1, called by any thread
     */
    public PolledLeadership withRandom(DoubleSupplier random) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    private static void check(Duration time, String what, boolean mayBeZero) {
        if (Objects.requireNonNull(time, what + ": is null").isNegative()
                || (time.isZero() && !mayBeZero)
                || time.compareTo(DAY) > 0) {
            throw new IllegalArgumentException(
                    what + ": " + time + ", expected " + (mayBeZero ? "zero" : "more than zero") + " to a day");
        }
    }
}
