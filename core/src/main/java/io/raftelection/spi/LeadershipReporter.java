package io.raftelection.spi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one attached engine to a {@link LeadershipSink}, each change once. An adapter creates one
 * for each attachment: for each start of a server, and for each group of a server that takes part in several.
 *
 * <p>Engines repeat their callbacks and skip some of them, so this drops an acquisition of the term that the server
 * already leads, a loss while it does not lead, a readiness that was reported, and a view or a configuration that did
 * not change. An acquisition of a later term ends the earlier leadership first, and so does a view of another leader.
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
    private boolean ready;

    /** The latest view that was reported; null if none was, or if the server has led since. */
    @GuardedBy("this")
    private @Nullable Reported view;

    @GuardedBy("this")
    private @Nullable Configuration members;

    /** Whether the engine names servers differently from the tracker. */
    @GuardedBy("this")
    private boolean otherNames;

    @GuardedBy("this")
    private boolean ended;

    /** A view: the leader, null if there is none, and the term. */
    private record Reported(@Nullable ServerId leader, long term) {}

    private record Configuration(Set<ServerId> voters, Set<ServerId> learners) {}

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
     * Reports that the engine does not report readiness, see {@link LeadershipSink#readinessUnavailable}.
     *
     * @param why the reason, for the message of an exception
     */
    public synchronized void readinessUnavailable(String why) {
        report(() -> attachment.readinessUnavailable(why));
    }

    /**
     * Says how the adapter names the engine's own server. If the tracker has another name for it, views and members
     * would name servers that the tracker does not know, and the same leader under two names would look like two
     * leaders of one term. They are not reported then.
     *
     * @param own the name of the server, as the adapter reports it in views
     */
    public synchronized void identified(ServerId own) {
        otherNames = !own.equals(attachment.server());
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
        begin(UNKNOWN_TERM);
        report(() -> attachment.acquiredWithToken(token));
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
        begin(known);
        reportAcquired(known);
        return true;
    }

    /** Two terms count as equal if one of them is unknown. */
    @GuardedBy("this")
    private boolean isLed(long term) {
        return leads == term || leads == UNKNOWN_TERM || (leads != NONE && term == UNKNOWN_TERM);
    }

    @GuardedBy("this")
    private void begin(long term) {
        leads = term;
        ready = false;
        view = null;
    }

    @GuardedBy("this")
    private void reportAcquired(long term) {
        if (term == UNKNOWN_TERM) {
            report(attachment::acquired);
        } else {
            report(() -> attachment.acquired(term));
        }
    }

    /**
     * Reports that the leader may serve. It is dropped while the server does not lead.
     *
     * @return whether this changed what was reported
     */
    public synchronized boolean ready() {
        if (leads == NONE || ready) {
            return false;
        }
        ready = true;
        report(attachment::ready);
        return true;
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
        report(() -> attachment.lost(reason));
        return true;
    }

    /**
     * Reports that the server follows a leader. A leadership that the server still holds ends first.
     *
     * @param leader the leader
     * @param term the term of that leader; a negative number means that it is unknown
     * @return whether this changed what was reported
     * @see LeadershipSink#follows(ServerId, long)
     */
    public synchronized boolean follows(ServerId leader, long term) {
        if (!sees(new Reported(Objects.requireNonNull(leader, "leader: is null"), Math.max(term, -1)))) {
            return false;
        }
        report(() -> attachment.follows(leader, term));
        return true;
    }

    /**
     * Reports that the server knows of no leader. A leadership that the server still holds ends first.
     *
     * @param term the server's term; a negative number means that it is unknown
     * @return whether this changed what was reported
     */
    public synchronized boolean followsNobody(long term) {
        if (!sees(new Reported(null, Math.max(term, -1)))) {
            return false;
        }
        report(() -> attachment.followsNobody(term));
        return true;
    }

    /** Notes a view. {@return whether it is new} */
    @GuardedBy("this")
    private boolean sees(Reported seen) {
        if (ended || seen.equals(view)) {
            return false;
        }
        lost();
        if (otherNames) {
            return false;
        }
        view = seen;
        return true;
    }

    /**
     * Reports the committed configuration, as this server applied it.
     *
     * @param voters the servers that vote
     * @param learners the servers that receive the log and do not vote
     * @return whether this changed what was reported
     */
    public synchronized boolean members(Set<ServerId> voters, Set<ServerId> learners) {
        var configuration = new Configuration(Set.copyOf(voters), Set.copyOf(learners));
        if (ended || otherNames || configuration.equals(members)) {
            return false;
        }
        members = configuration;
        report(() -> attachment.members(configuration.voters(), configuration.learners()));
        return true;
    }

    /**
     * Ends the attachment, and the leadership and the view that it reported. Later reports are ignored.
     *
     * @param reason the reason of the loss, if leadership was held
     * @return whether leadership was held
     */
    public synchronized boolean end(String reason) {
        boolean led = lost(reason);
        if (!ended) {
            ended = true;
            report(attachment::detached);
        }
        return led;
    }

    /** Reports to the sink. A sink must not throw; if it does, the engine whose thread this is must not notice. */
    @GuardedBy("this")
    private void report(Runnable report) {
        try {
            report.run();
        } catch (RuntimeException | Error e) {
            // see above
        }
    }
}
