package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.report.RaftGroupMembers;
import io.microraft.report.RaftLogStats;
import io.microraft.report.RaftNodeReport;
import io.microraft.report.RaftNodeReportListener;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one server, its view and its configuration from MicroRaft's reports, before it calls the
 * user's listener. It throws only what that listener throws, and never waits. MicroRaft calls it from one thread at a
 * time, so that its fields need no lock.
 *
 * <pre>
 * a report: leader of a term         acquired, unless this term was reported before
 * a report: leader of another term   lost, then acquired
 * a report: no leader of its term    lost, if it was leader; then the leader that it follows, or none
 * a report: terminated               the end
 * onRaftNodeTerminate()              the end
 *
 * a report: the commit index has reached an entry of the term that it leads   ready
 * an applied operation at or after such an entry                              ready
 * a report: other committed members than before                               members
 * </pre>
 */
final class MicroRaftLeadershipListener implements RaftNodeReportListener, RaftNodeLifecycleAware {
    private static final String TERMINATED = "server terminated";
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final RaftNodeReportListener users;
    private final LeadershipReporter reporter;
    private final EndpointNames names;

    /** Whether the reporter has the name of this server. */
    private boolean isIdentified;

    /** Whether it leads and was not reported as ready yet. */
    private boolean isStarting;

    /** The index of an entry of the term that it leads, while it is starting. */
    private long firstOfTerm = UNKNOWN;

    /** The view that was reported last; null if it has led since. */
    private @Nullable Seen seen;

    private @Nullable RaftGroupMembers members;

    /** A view in MicroRaft's words. */
    private record Seen(@Nullable RaftEndpoint leader, int term) {}

    MicroRaftLeadershipListener(RaftNodeReportListener users, LeadershipSink sink, EndpointNames names) {
        this.users = users;
        this.reporter = new LeadershipReporter(sink);
        this.names = names;
    }

    @Override
    public void accept(RaftNodeReport report) {
        if (RaftNodeStatus.isTerminal(report.getStatus())) {
            reporter.end(TERMINATED);
        } else {
            if (!isIdentified) {
                isIdentified = true;
                reporter.identified(names.of(report.getEndpoint()));
            }
            configuration(report.getCommittedMembers());
            if (report.getRole() == RaftRole.LEADER) {
                leads(report.getTerm().getTerm(), report.getLog());
            } else {
                sees(report);
            }
        }
        users.accept(report);
    }

    private void leads(int term, RaftLogStats log) {
        seen = null;
        if (reporter.acquired(term)) {
            isStarting = true;
            firstOfTerm = UNKNOWN;
        }
        // The first report of a term already has the entry that a new leader appends, if its state machine has one.
        if (isStarting && firstOfTerm == UNKNOWN && log.getLastLogOrSnapshotTerm() == term) {
            firstOfTerm = log.getLastLogOrSnapshotIndex();
        }
        committed(log.getCommitIndex());
    }

    /** Notes that a leader has committed its log up to an index. MicroRaft's own thread calls it. */
    void committed(long index) {
        if (index >= firstOfTerm) {
            started();
            reporter.ready();
        }
    }

    private void started() {
        isStarting = false;
        firstOfTerm = UNKNOWN;
    }

    /** Reports the leader and the term, which MicroRaft replaces as one object. */
    private void sees(RaftNodeReport report) {
        started();
        int term = report.getTerm().getTerm();
        var view = new Seen(report.getTerm().getLeaderEndpoint(), term);
        if (view.equals(seen)) {
            return;
        }
        seen = view;
        if (view.leader() == null || view.leader().equals(report.getEndpoint())) {
            reporter.followsNobody(term);
        } else {
            reporter.follows(names.of(view.leader()), term);
        }
    }

    /** Reports the committed members. MicroRaft makes a new object for each configuration. */
    private void configuration(RaftGroupMembers committed) {
        if (committed != members) {
            members = committed;
            var learners = new HashSet<>(committed.getMembers());
            learners.removeAll(committed.getVotingMembers());
            reporter.members(names.of(committed.getVotingMembers()), names.of(learners));
        }
    }

    RaftNodeReportListener users() {
        return users;
    }

    @Override
    public void onRaftNodeStart() {
        if (users instanceof RaftNodeLifecycleAware aware) {
            aware.onRaftNodeStart();
        }
    }

    @Override
    public void onRaftNodeTerminate() {
        reporter.end(TERMINATED);
        if (users instanceof RaftNodeLifecycleAware aware) {
            aware.onRaftNodeTerminate();
        }
    }

    /** Returns the text of the user's listener, which MicroRaft logs. */
    @Override
    public String toString() {
        return users.toString();
    }
}
