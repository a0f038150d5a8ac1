package io.raftelection.ratis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import java.lang.reflect.Method;
import java.util.Optional;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one server in one group from the calls of its state machine. It never throws, and takes no
 * lock except its own.
 *
 * <pre>
 * initialize(server, group, ..)         the division to read the term from: the first group counts
 * notifyLeaderChanged(self, self)       acquired, unless this term was reported before
 * notifyLeaderChanged(self, other)      lost, if notifyNotLeader was skipped; follows the other, if its term is certain
 * notifyTermIndexUpdated(term, ..)      follows the other, if its term is certain since this entry
 * notifyLeaderReady()                   ready
 * notifyNotLeader(..)                   lost; follows nobody
 * notifyExtendedNoLeader(..)            follows nobody
 * notifyConfigurationChanged(.., conf)  members, unless it is a joint configuration
 * close()                               the end, which is a loss unless that was reported before
 * </pre>
 *
 * <p>Ratis may give several groups of a server the same state machine, and only notifyLeaderChanged names its group. If
 * there are several, the division of the first decides whether a callback is about it. Members are not reported then.
 */
final class RatisLeadershipListener {
    private static final String CLOSED = "server closed";

    private final LeadershipSink sink;
    private final PeerNames names;

    @GuardedBy("this")
    private final TrackedDivision division = new TrackedDivision();

    @GuardedBy("this")
    private final FollowedLeader followed = new FollowedLeader();

    @GuardedBy("this")
    private LeadershipReporter reporter;

    @GuardedBy("this")
    private boolean ended;

    /** The term of the latest leadership. */
    @GuardedBy("this")
    private long ledTerm = TrackedDivision.UNKNOWN;

    RatisLeadershipListener(LeadershipSink sink, PeerNames names) {
        this.sink = sink;
        this.names = names;
        this.reporter = new LeadershipReporter(sink);
    }

    /** Handles a call. A method of the user's class may have the name of a callback. */
    void called(Method method, @Nullable Object[] args) {
        switch (method.getName()) {
            case "initialize" -> {
                if (args.length == 3 && args[0] instanceof RaftServer of && args[1] instanceof RaftGroupId id) {
                    initialized(of, id);
                }
            }
            case "notifyLeaderChanged" -> {
                if (args.length == 2
                        && args[0] instanceof RaftGroupMemberId member
                        && args[1] instanceof RaftPeerId leader) {
                    changed(member, leader);
                }
            }
            case "notifyLeaderReady" -> {
                if (args.length == 0) {
                    ready();
                }
            }
            case "notifyTermIndexUpdated" -> {
                if (args.length == 2 && args[0] instanceof Long term) {
                    applied(term);
                }
            }
            case "notifyNotLeader" -> {
                if (args.length == 1) {
                    notLeader();
                }
            }
            case "notifyExtendedNoLeader" -> {
                if (args.length == 1) {
                    noLeader();
                }
            }
            case "notifyConfigurationChanged" -> {
                if (args.length == 3 && args[2] instanceof RaftConfigurationProto configuration) {
                    configured(configuration);
                }
            }
            case "close" -> {
                if (args.length == 0) {
                    closed();
                }
            }
            default -> {}
        }
    }

    /** A group that is removed and added again may have the same state machine. Its server is attached again. */
    private void initialized(RaftServer of, RaftGroupId id) {
        var own = nameOf(of);
        synchronized (this) {
            division.initialized(of, id);
            if (ended && division.isOf(id)) {
                ended = false;
                reporter = new LeadershipReporter(sink);
            }
            own.ifPresent(reporter::identified);
        }
    }

    private Optional<ServerId> nameOf(RaftServer of) {
        try {
            return Optional.of(names.of(of.getId()));
        } catch (RuntimeException | Error e) {
            return Optional.empty(); // it must not reach the engine, whose thread this is
        }
    }

    private void changed(RaftGroupMemberId member, RaftPeerId leader) {
        if (member.getPeerId().equals(leader)) {
            elected(member.getGroupId());
        } else {
            var name = names.of(leader); // the user's function, which runs under no lock of this class
            synchronized (this) {
                if (division.isOf(member.getGroupId())) {
                    reporter.lost("another leader: " + leader);
                    if (followed.changed(name, division)) {
                        reporter.follows(name, followed.term());
                    }
                }
            }
        }
    }

    /** A thread that applies the log calls this without a lock of Ratis. Nothing shows which group it is about. */
    private synchronized void applied(long term) {
        var leader = division.isShared() ? null : followed.applied(term);
        if (leader != null) {
            reporter.follows(leader, term);
        }
    }

    private synchronized void elected(RaftGroupId group) {
        if (division.isOf(group)) {
            ledTerm = division.term();
            followed.ended();
            reporter.acquired(ledTerm);
        }
    }

    /** A thread that applies the log calls this without a lock of Ratis, so the leadership may have ended. */
    private synchronized void ready() {
        if (division.isReadyIn(ledTerm)) {
            reporter.ready();
        }
    }

    /** Handles the end of a leadership, of the first group or of another one. */
    private synchronized void notLeader() {
        boolean closing = division.isClosing();
        if (!division.isShared() || closing || !division.isLeader()) {
            boolean led = reporter.lost(closing ? CLOSED : "");
            if (led && !closing) {
                reporter.followsNobody(ledTerm);
            }
        }
    }

    private synchronized void noLeader() {
        long term = division.termWithoutLeader();
        if (term != TrackedDivision.UNKNOWN) {
            followed.ended();
            reporter.followsNobody(term);
        }
    }

    private void configured(RaftConfigurationProto configuration) {
        if (configuration.getOldPeersCount() > 0 || configuration.getOldListenersCount() > 0) {
            return; // the change is not complete: both configurations decide until then
        }
        var voters = names.of(configuration.getPeersList());
        var learners = names.of(configuration.getListenersList());
        synchronized (this) {
            if (!division.isShared()) {
                reporter.members(voters, learners);
            }
        }
    }

    private synchronized void closed() {
        if (division.isShared() && !division.isClosing()) {
            notLeader(); // another group was removed
        } else {
            ended = true;
            reporter.end(CLOSED);
        }
    }
}
