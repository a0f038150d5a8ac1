package io.raftelection.microraft;

import io.microraft.report.RaftNodeReportListener;
import io.raftelection.spi.LeadershipSink;
import java.util.Objects;

/**
 * Attaches a tracker to a MicroRaft server. If the server has a report listener, it is called as before:
 *
 * <pre>{@code
 * .setRaftNodeReportListener(MicroRaftLeadership.attach(listener, tracker.track(ServerId.of("s1"))))
 * }</pre>
 *
 * <p><b>Acquired</b> is the first report that names the server a leader of a term. MicroRaft reports role and term as
 * one snapshot, so this is the term that the server has won.
 *
 * <p><b>Lost</b> is the first later report with another role, another term, or a terminated server. If a server
 * terminates without such a report, the loss is reported when MicroRaft notifies the server's components of the
 * termination. A repeated report counts once. A leader that is terminated first reports that it is a follower, so its
 * loss has no reason.
 *
 * <p>Every report is passed on to the user's listener. MicroRaft receives and logs its exceptions. The same holds for
 * the calls of a listener that is {@code RaftNodeLifecycleAware}. The sink is called first, on the server's own thread.
 * It only records the report.
 */
public final class MicroRaftLeadership {
    private MicroRaftLeadership() {}

    /**
     * {@return a listener that reports to the sink, for a server without a listener of the user}
     *
     * <p>Call it once per server, before the server is built. A restarted server needs a new attachment, which may use
     * the same sink.
     *
     * @param sink receives the reports about the server
     */
    public static RaftNodeReportListener attach(LeadershipSink sink) {
        return attach(report -> {}, sink);
    }

    /**
     * {@return a listener that reports to the sink and then calls the user's}
     *
     * <p>Call it once per server, before the server is built. A restarted server needs a new attachment, which may use
     * the same sink.
     *
     * @param listener the user's listener
     * @param sink receives the reports about the server
     */
    public static RaftNodeReportListener attach(RaftNodeReportListener listener, LeadershipSink sink) {
        Objects.requireNonNull(listener, "listener: is null");
        return new MicroRaftLeadershipListener(listener, Objects.requireNonNull(sink, "sink: is null"));
    }

    /**
     * {@return the user's own listener}
     *
     * @param attached what {@link #attach(RaftNodeReportListener, LeadershipSink)} returned
     * @throws IllegalArgumentException if it was never attached
     */
    public static RaftNodeReportListener unwrap(RaftNodeReportListener attached) {
        Objects.requireNonNull(attached, "listener: is null");
        if (attached instanceof MicroRaftLeadershipListener listener) {
            return listener.users();
        }
        throw new IllegalArgumentException(
                "listener of " + attached.getClass().getName() + ": was never attached, expected what attach returned");
    }
}
