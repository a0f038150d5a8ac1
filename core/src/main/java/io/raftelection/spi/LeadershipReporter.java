package io.raftelection.spi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Objects;

/**
 * Reports the leadership of one attached engine to a {@link LeadershipSink}, each change once. An adapter creates one
 * for each attachment: for each start of a server, and for each group of a server that takes part in several.
 *
 * <p>Engines repeat their callbacks and skip some of them, so this drops an acquisition of the term that is led
 * already, and a loss where nothing is led. An acquisition of a later term ends the earlier leadership first. An
 * acquisition of an earlier term is passed on: the tracker records it as an {@link io.raftelection.Anomaly}.
 *
 * <p>Safe for use by many threads, under the engine's locks too. No method waits for anything but another report of the
 * same attachment, and none throws, even if the sink does.
 */
public final class LeadershipReporter {
    private static final long NONE = -1;
    private static final long UNKNOWN_TERM = -2;

    private final LeadershipSink attachment;

    /** The term that is led as far as was reported, or one of the two constants. */
    @GuardedBy("this")
    private long leads = NONE;

    @GuardedBy("this")
    private boolean ended;

    /**
     * Begins a new attachment, which replaces the earlier ones of the same sink.
     *
     * @param sink where to report
     * @see LeadershipSink#newAttachment()
     */
    public LeadershipReporter(LeadershipSink sink) {
        Objects.requireNonNull(sink, "sink: is null");
        attachment = Objects.requireNonNull(sink.newAttachment(), "attachment: is null");
    }

    /**
     * Reports that the server acquired leadership in a term that is not known.
     *
     * @return whether this changed what was reported
     */
    public boolean acquired() {
        return acquired(UNKNOWN_TERM);
    }

    /**
     * Reports that the server acquired leadership, where the engine has no terms but can fence.
     *
     * @param token a number that is higher for every later leadership of the cluster; a negative one is none
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
     * @param term the term it leads; a negative one is not known, as in {@link #acquired()}
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

    /** Where one of two terms is not known, they count as the same. */
    @GuardedBy("this")
    private boolean isLed(long term) {
        return leads == term || leads == UNKNOWN_TERM || (leads != NONE && term == UNKNOWN_TERM);
    }

    /**
     * Reports that the server lost leadership, where the engine gives no reason.
     *
     * @return whether this changed what was reported
     */
    public boolean lost() {
        return lost("");
    }

    /**
     * Reports that the server lost leadership.
     *
     * @param reason the reason as the engine gives it; a blank one is none
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
            // A sink never throws. One that does all the same must not break the engine whose thread this is.
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
