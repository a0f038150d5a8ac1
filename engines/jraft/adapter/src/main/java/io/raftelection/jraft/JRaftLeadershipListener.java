package io.raftelection.jraft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one node from the calls of its state machine. It never throws and never waits. JRaft calls
 * it on the one thread that runs the state machine of the node.
 *
 * <pre>
 * onLeaderStart(term)              acquired, unless reported before, and ready; another term ends first; reads
 *                                  the members
 * onLeaderStop(status)             lost, unless it was never acquired: its first entry was not committed; follows nobody
 * onStartFollowing(leader, term)   lost, if onLeaderStop was skipped; follows the leader; reads the members
 * onStopFollowing(leader, term)    the same; follows nobody in this term
 * onConfigurationCommitted(conf)   members
 * onShutdown()                     the end, which is a loss unless that was reported before
 * </pre>
 */
final class JRaftLeadershipListener {
    private final LeadershipSink sink;
    private final PeerNames names;
    private final NodeMembers members;
    private volatile LeadershipReporter reporter;
    private volatile boolean ended;

    /** The term of the latest leadership. */
    private volatile long ledTerm = -1;

    JRaftLeadershipListener(LeadershipSink sink, PeerNames names, NodeMembers members) {
        this.sink = sink;
        this.names = names;
        this.members = members;
        this.reporter = new LeadershipReporter(sink);
    }

    /** Handles a call. A method of the user's class may have the name of a callback. */
    void called(String method, @Nullable Object[] args) {
        if (args.length > 1) {
            return;
        }
        var argument = args.length == 0 ? null : args[0];
        switch (method) {
            case "onLeaderStart" -> {
                if (argument instanceof Long term) {
                    started(term);
                }
            }
            case "onLeaderStop" -> {
                if (argument instanceof Status status) {
                    stopped(status);
                }
            }
            case "onStartFollowing" -> {
                if (argument instanceof LeaderChangeContext context && context.getLeaderId() != null) {
                    var reporter = anotherLeads(context);
                    if (members.identify(reporter)) {
                        reporter.follows(names.of(context.getLeaderId()), context.getTerm());
                    }
                    members.readSoon(reporter());
                }
            }
            case "onStopFollowing" -> {
                if (argument instanceof LeaderChangeContext context) {
                    anotherLeads(context).followsNobody(context.getTerm());
                }
            }
            case "onConfigurationCommitted" -> {
                if (argument instanceof Configuration configuration && members.identify(reporter())) {
                    members.committed(configuration, reporter());
                }
            }
            case "onShutdown" -> {
                if (args.length == 0) {
                    reporter.end("server closed");
                    ended = true;
                }
            }
            default -> {}
        }
    }

    /** Returns the reporter. A callback after the shutdown is one of another node with the same options. */
    private LeadershipReporter reporter() {
        if (ended) {
            reporter = new LeadershipReporter(sink);
            ended = false;
        }
        return reporter;
    }

    private void started(long term) {
        ledTerm = term;
        reporter().acquired(term);
        reporter().ready();
        members.readSoon(reporter());
    }

    private void stopped(Status status) {
        var message = status.getErrorMsg();
        if (reporter().lost(status.isOk() || message == null ? "" : message)) {
            reporter().followsNobody(ledTerm);
        }
    }

    private LeadershipReporter anotherLeads(LeaderChangeContext context) {
        reporter().lost("another leader: " + context.getLeaderId());
        return reporter();
    }
}
