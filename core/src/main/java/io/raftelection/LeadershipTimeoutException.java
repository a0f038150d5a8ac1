package io.raftelection;

import io.raftelection.internal.Checks;
import java.io.Serial;
import java.time.Duration;
import java.util.List;

/**
 * Thrown when leadership was not acquired, or not lost, in time. It explains itself: the message lists what was last
 * heard of each server and how long ago, and ends with a verdict.
 *
 * <pre>
 * server s1: leadership not acquired within PT5S
 *   s1: nothing heard
 *   s2: lost term 7 (stepped down), 3.120s ago
 *   s3: acquired term 8, 1.020s ago
 * verdict: s3 leads (term 8)
 * </pre>
 */
public final class LeadershipTimeoutException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** How long was waited. */
    private final Duration timeout;

    /** Why in vain. */
    private final Verdict verdict;

    private final transient List<Standing> standings;

    /** Why a leadership did not come, or go, in time. */
    public enum Verdict {
        /** No server led when the time was over. */
        NOBODY_LED,
        /** Another server led when the time was over. */
        ANOTHER_LEADS,
        /** The server had led, but no longer did. */
        ACQUIRED_AND_LOST,
        /** The engine never said anything about the server. */
        NOTHING_HEARD,
        /** The timer fired late: the process had no time to run. */
        STARVED,
        /** The leadership that was to be lost is still held. */
        STILL_LEADS
    }

    /**
     * Creates the exception.
     *
     * @param message the whole explanation
     * @param timeout how long was waited
     * @param verdict why in vain
     * @param standings how every server stood then
     */
    public LeadershipTimeoutException(String message, Duration timeout, Verdict verdict, List<Standing> standings) {
        super(Checks.notNull(message, "message"));
        this.timeout = Checks.notNull(timeout, "timeout");
        this.verdict = Checks.notNull(verdict, "verdict");
        this.standings = Checks.list(standings, "standings", "standing");
    }

    /** {@return how long was waited} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return why in vain} */
    public Verdict verdict() {
        return verdict;
    }

    /** {@return how every server stood when the time was over; empty once it was deserialised} */
    public List<Standing> standings() {
        return standings == null ? List.of() : standings;
    }
}
