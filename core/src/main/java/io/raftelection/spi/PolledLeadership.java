package io.raftelection.spi;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * The servers of a system that only answers when asked, and how often to ask: what {@code Tracker.track} looks at.
 * Immutable.
 *
 * <pre>{@code
 * tracker.track(PolledLeadership.of(Map.of(s1, probe1, s2, probe2)).withInterval(Duration.ofMillis(100)));
 * }</pre>
 *
 * <p><b>What is believed.</b> Answers may be stale, and pair a new leader with an old term. So only a server's claim
 * that it leads itself counts, and it is held back until its term is later than all that were acquired in the tracker,
 * or is the latest and the server's own. Thus the looks never tell of two leaders in one term, nor of a term going
 * back; for the same reason a history that was only looked at is no evidence of Election Safety, and a term is no token
 * to fence with: a leader may be told with an earlier term than its own.
 *
 * <p><b>What is told.</b> Acquisitions and losses, marked as observed with the time in which they may have happened:
 * see {@link io.raftelection.LeadershipEvent#uncertainty()}. A server that leads and cannot be asked has lost, with
 * that reason, for nobody can know any longer; if it still leads the next time, that is a new tenure.
 *
 * <p><b>What is missed.</b> A leadership that begins and ends between two looks; that a server lost leadership and
 * regained it between two looks, unless the term tells; the true term of a leader whose answers lag behind, until they
 * do not; an old leader's claim once a later term was acquired, if it was not told before.
 *
 * @param probes whom to ask, and how
 * @param interval how long after an answer to ask again: more than zero, at most a day
 * @param jitter by how much a pause may be longer, at random, so that not all ask at once: zero to a day
 * @param timeout how long an answer may take before the look has failed: more than zero, at most a day
 * @param backOff how long to wait at most after failures in a row, each of which doubles the pause: at most a day; a
 *     shorter one than the interval does not shorten that
 * @param random numbers from 0 to below 1, from any thread
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
     * @param probes whom to ask, and how
     * @param interval how long after an answer to ask again
     * @param jitter by how much a pause may be longer
     * @param timeout how long an answer may take
     * @param backOff how long to wait at most after failures in a row
     * @param random numbers from 0 to below 1
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
     * {@return servers that are asked every 500 ms and up to 50 ms more, may take 2 s to answer, and are asked every 10
     * s at least while they cannot be}
     *
     * @param probes whom to ask, and how
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
     * {@return the same with another interval}
     *
     * @param interval how long after an answer to ask again
     * @throws IllegalArgumentException if it is out of range
     */
    public PolledLeadership withInterval(Duration interval) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    /**
     * {@return the same with another jitter}
     *
     * @param jitter by how much a pause may be longer
     * @throws IllegalArgumentException if it is out of range
     */
    public PolledLeadership withJitter(Duration jitter) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    /**
     * {@return the same with another time-out}
     *
     * @param timeout how long an answer may take
     * @throws IllegalArgumentException if it is out of range
     */
    public PolledLeadership withTimeout(Duration timeout) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    /**
     * {@return the same with another back-off}
     *
     * @param backOff how long to wait at most after failures in a row
     * @throws IllegalArgumentException if it is out of range
     */
    public PolledLeadership withBackOff(Duration backOff) {
        return new PolledLeadership(probes, interval, jitter, timeout, backOff, random);
    }

    /**
     * {@return the same with another source of randomness}
     *
     * @param random numbers from 0 to below 1, from any thread
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
