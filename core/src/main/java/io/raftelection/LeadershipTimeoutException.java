package io.raftelection;

import io.raftelection.internal.Checks;
import java.io.Serial;
import java.time.Duration;
import java.util.List;

/**
 * Thrown when leadership was not acquired, or not lost, before a timeout. The message lists the last event of each
 * server and its age, and ends with a verdict.
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

    /** The timeout. */
    private final Duration timeout;

    /** The reason of the timeout. */
    private final Verdict verdict;

    private final transient List<Standing> standings;

    /** Why a leadership was not acquired, or not lost, in time. */
    public enum Verdict {
        /** No server led at the timeout. */
        NOBODY_LED,
        /** Another server led at the timeout. */
        ANOTHER_LEADS,
        /** The server had led, but had lost leadership before the timeout. */
        ACQUIRED_AND_LOST,
        /** The engine never reported anything about the server. */
        NOTHING_HEARD,
        /** The timer fired late: the process had no time to run. */
        STARVED,
        /** The leadership is still held. */
        STILL_LEADS
    }

    /**
     * Creates the exception.
     *
     * @param message the explanation
     * @param timeout the timeout
     * @param verdict the reason of the timeout
     * @param standings the standing of every server at the timeout
     */
    public LeadershipTimeoutException(String message, Duration timeout, Verdict verdict, List<Standing> standings) {
        super(Checks.notNull(message, "message"));
        this.timeout = Checks.notNull(timeout, "timeout");
        this.verdict = Checks.notNull(verdict, "verdict");
        this.standings = Checks.list(standings, "standings", "standing");
    }

    /** {@return the timeout} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return the reason of the timeout} */
    public Verdict verdict() {
        return verdict;
    }

    /** {@return the standing of every server at the timeout; empty after deserialisation} */
    public List<Standing> standings() {
        return standings == null ? List.of() : standings;
    }
}
