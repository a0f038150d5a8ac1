package io.raftelection.microraft;

import io.microraft.report.RaftNodeReportListener;
import io.raftelection.spi.LeadershipSink;
import java.util.Objects;

/**
 * Attaches a tracker to a MicroRaft server, whose report listener, if it has one, is called as before:
 *
 * <pre>{@code
 * .setRaftNodeReportListener(MicroRaftLeadership.attach(listener, tracker.track(ServerId.of("s1"))))
 * }</pre>
 *
 * <p><b>Acquired</b> is the first report that names the server a leader of a term. MicroRaft reports role and term as
 * one snapshot, so the term is the one that was won.
 *
 * <p><b>Lost</b> is the first report after it that names the server anything else, a leader of another term, or
 * terminated. Where a server terminates without such a report, the loss is told when its components are. What MicroRaft
 * repeats is told once. A leader that is terminated reports itself a follower first, so its loss has no reason.
 *
 * <p>Every report goes on to the user's listener, and what that throws reaches MicroRaft, which logs it. So do the
 * calls of a listener that is {@code RaftNodeLifecycleAware}. The sink is told first, on the server's own thread, where
 * it only takes note.
 */
public final class MicroRaftLeadership {
    private MicroRaftLeadership() {}

    /**
     * {@return a listener that reports to the sink, where the user has none}
     *
     * <p>For one server, before it is built: a server that is restarted needs an attachment of its own. The same sink
     * may be used again for it.
     *
     * @param sink where the server's leadership is reported
     */
    public static RaftNodeReportListener attach(LeadershipSink sink) {
        return attach(report -> {}, sink);
    }

    /**
     * {@return a listener that reports to the sink and then calls the user's}
     *
     * <p>For one server, before it is built: a server that is restarted needs an attachment of its own. The same sink
     * may be used again for it.
     *
     * @param listener the user's own
     * @param sink where the server's leadership is reported
     */
    public static RaftNodeReportListener attach(RaftNodeReportListener listener, LeadershipSink sink) {
        Objects.requireNonNull(listener, "listener: is null");
        return new Ear(listener, Objects.requireNonNull(sink, "sink: is null"));
    }

    /**
     * {@return the user's own listener}
     *
     * @param attached what {@link #attach(RaftNodeReportListener, LeadershipSink)} returned
     * @throws IllegalArgumentException if it was never attached
     */
    public static RaftNodeReportListener unwrap(RaftNodeReportListener attached) {
        Objects.requireNonNull(attached, "listener: is null");
        if (attached instanceof Ear ear) {
            return ear.users();
        }
        throw new IllegalArgumentException(
                "listener of " + attached.getClass().getName() + ": was never attached, expected what attach returned");
    }
}
