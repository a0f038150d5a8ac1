package io.raftelection.microraft;

import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.report.RaftNodeReport;
import io.microraft.report.RaftNodeReportListener;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;

/**
 * Reports the leadership of one server from MicroRaft's reports, before it calls the user's listener. It throws only
 * what that listener throws, and never waits. MicroRaft calls it from one thread at a time.
 *
 * <pre>
 * a report: leader of a term         acquired, unless this term was reported before
 * a report: leader of another term   lost, then acquired
 * a report: no leader, terminated    lost, if it was leader
 * onRaftNodeTerminate()              lost, unless reported before
 * </pre>
 */
final class MicroRaftLeadershipListener implements RaftNodeReportListener, RaftNodeLifecycleAware {
    private static final String TERMINATED = "server terminated";

    private final RaftNodeReportListener users;
    private final LeadershipReporter reporter;

    MicroRaftLeadershipListener(RaftNodeReportListener users, LeadershipSink sink) {
        this.users = users;
        this.reporter = new LeadershipReporter(sink);
    }

    @Override
    public void accept(RaftNodeReport report) {
        if (RaftNodeStatus.isTerminal(report.getStatus())) {
            reporter.lost(TERMINATED);
        } else if (report.getRole() == RaftRole.LEADER) {
            reporter.acquired(report.getTerm().getTerm());
        } else {
            reporter.lost();
        }
        users.accept(report);
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
        reporter.lost(TERMINATED);
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
