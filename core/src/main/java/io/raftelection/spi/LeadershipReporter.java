package io.raftelection.spi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Objects;

/**
 * Reports the leadership of one attached engine to a {@link LeadershipSink}, each change once. An adapter creates one
 * for each attachment: for each start of a server, and for each group of a server that takes part in several.
 *
 * <p>Engines repeat their callbacks and skip some of them, so this drops an acquisition of the term that the server
 * already leads, and a loss while it does not lead. An acquisition of a later term ends the earlier leadership first.
 * An acquisition of an earlier term is passed on: the tracker records it as an {@link io.raftelection.Anomaly}.
 *
 * <p>Safe for use by many threads, and under the engine's locks. A method only waits for another report of the same
 * attachment. No method throws, even if the sink does.
 */
public final class LeadershipReporter {
    private static final long NONE = -1;
    private static final long UNKNOWN_TERM = -2;

    private final LeadershipSink attachment;

    /** The term that was reported as led, or one of the two constants. */
    @GuardedBy("this")
    private long leads = NONE;

    @GuardedBy("this")
    private boolean ended;

    /**
     * Begins a new attachment, which replaces the earlier ones of the same sink.
     *
     * @param sink the sink for the reports
     * @see LeadershipSink#newAttachment()
     */
    public LeadershipReporter(LeadershipSink sink) {
        Objects.requireNonNull(sink, "sink: is null");
        attachment = Objects.requireNonNull(sink.newAttachment(), "attachment: is null");
    }

    /**
     * Reports that the server acquired leadership in an unknown term.
     *
     * @return whether this changed what was reported
     */
    public boolean acquired() {
        return acquired(UNKNOWN_TERM);
    }

    /**
     * Reports that the server acquired leadership, if the engine has fencing tokens instead of terms.
     *
     * @param token a number that is higher for every later leadership of the cluster; a negative number means that
     *     there is none
     * @return whether this changed what was reported
     * @see LeadershipSink#acquiredWithToken(long)
     */
    public synchronized boolean acquiredWithToken(long token) {
        if (ended || leads != NONE) {
            return false;
        }
        leads = UNKNOWN_TERM;
        try {
            attachment.acquiredWithToken(token);
        } catch (RuntimeException | Error e) {
            // As below.
        }
        return true;
    }

    /**
     * Reports that the server acquired leadership.
     *
     * @param term the term; a negative number means that it is unknown, as in {@link #acquired()}
     * @return whether this changed what was reported
     */
    public synchronized boolean acquired(long term) {
        long known = term < 0 ? UNKNOWN_TERM : term;
        if (ended || isLed(known)) {
            return false;
        }
        if (known >= 0 && leads > known) {
            reportAcquired(known); // the engine went back: the tracker records an anomaly
            return false;
        }
        lost("elected again, in term " + known);
        leads = known;
        reportAcquired(known);
        return true;
    }

    /** Two terms count as equal if one of them is unknown. */
    @GuardedBy("this")
    private boolean isLed(long term) {
        return leads == term || leads == UNKNOWN_TERM || (leads != NONE && term == UNKNOWN_TERM);
    }

    /**
     * Reports that the server lost leadership, if the engine gives no reason.
     *
     * @return whether this changed what was reported
     */
    public boolean lost() {
        return lost("");
    }

    /**
     * Reports that the server lost leadership.
     *
     * @param reason the engine's words; blank if there are none
     * @return whether this changed what was reported
     */
    public synchronized boolean lost(String reason) {
        if (leads == NONE) {
            return false;
        }
        leads = NONE;
        reportLost(reason);
        return true;
    }

    /**
     * Ends the attachment, and the leadership that it reported. Later reports are ignored.
     *
     * @param reason the reason of the loss, if leadership was held
     * @return whether leadership was held
     */
    public synchronized boolean end(String reason) {
        ended = true;
        return lost(reason);
    }

    @GuardedBy("this")
    private void reportAcquired(long term) {
        try {
            if (term == UNKNOWN_TERM) {
                attachment.acquired();
            } else {
                attachment.acquired(term);
            }
        } catch (RuntimeException | Error e) {
            // A sink must not throw. If it does, the engine whose thread this is must not notice.
        }
    }

    @GuardedBy("this")
    private void reportLost(String reason) {
        try {
            attachment.lost(reason);
        } catch (RuntimeException | Error e) {
            // As above.
        }
    }
}
