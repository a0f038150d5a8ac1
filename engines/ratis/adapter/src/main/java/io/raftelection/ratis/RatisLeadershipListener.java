package io.raftelection.ratis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one server in one group from the calls of its state machine. It never throws, and takes no
 * lock except its own.
 *
 * <pre>
 * initialize(server, group, ..)      the division to read the term from: the first group counts
 * notifyLeaderChanged(self, self)    acquired, unless this term was reported before
 * notifyLeaderChanged(self, other)   lost, if notifyNotLeader was skipped
 * notifyNotLeader(..)                lost
 * close()                            lost, unless reported before
 * </pre>
 *
 * <p>Ratis may give several groups of a server the same state machine, and two of these callbacks do not name their
 * group. If there are several, the division of the first decides whether such a callback is about it.
 */
final class RatisLeadershipListener {
    private static final String CLOSED = "server closed";
    private static final long UNKNOWN = -1;

    private final LeadershipReporter reporter;

    @GuardedBy("this")
    private @Nullable RaftServer server;

    @GuardedBy("this")
    private @Nullable RaftGroupId group;

    /** Whether another group has the same state machine. */
    @GuardedBy("this")
    private boolean shared;

    /** Completes when the latest leadership is ready to serve, or was lost. */
    @GuardedBy("this")
    private CompletableFuture<Boolean> ready = new CompletableFuture<>();

    RatisLeadershipListener(LeadershipSink sink) {
        reporter = new LeadershipReporter(sink);
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
                if (args.length == 2 && args[0] instanceof RaftGroupMemberId member) {
                    changed(member, args[1]);
                }
            }
            case "notifyLeaderReady" -> ready().complete(true);
            case "notifyNotLeader" -> {
                if (args.length == 1) {
                    over("");
                }
            }
            case "close" -> {
                if (args.length == 0) {
                    over(CLOSED);
                }
            }
            default -> {}
        }
    }

    private synchronized void initialized(RaftServer initialized, RaftGroupId id) {
        if (group == null || group.equals(id)) {
            server = initialized;
            group = id;
        } else {
            shared = true;
        }
    }

    private synchronized void changed(RaftGroupMemberId member, @Nullable Object leader) {
        if (group != null && !group.equals(member.getGroupId())) {
            return;
        }
        if (!member.getPeerId().equals(leader)) {
            lost("another leader: " + leader);
        } else if (reporter.acquired(ask(DivisionInfo::getCurrentTerm, UNKNOWN))) {
            ready = new CompletableFuture<>();
        }
    }

    /** Handles the end of a leadership, of the first group or of another one. */
    private synchronized void over(String reason) {
        boolean closing = isClosing();
        if (!shared || closing || !ask(DivisionInfo::isLeader, false)) {
            lost(closing ? CLOSED : reason);
        }
    }

    /** Completes when the latest leadership is ready to serve, or with {@code false} if it is lost before. */
    synchronized CompletableFuture<Boolean> ready() {
        return ready;
    }

    @GuardedBy("this")
    private void lost(String reason) {
        if (reporter.lost(reason)) {
            ready.complete(false);
        }
    }

    @GuardedBy("this")
    private boolean isClosing() {
        return ask(info -> info.getLifeCycleState().isClosingOrClosed(), true);
    }

    /**
     * Asks the division of the first group. Takes no lock: divisions are in a concurrent map, and their terms and
     * states are atomic.
     *
     * @param unknown the answer if the division no longer exists or cannot be asked
     */
    @GuardedBy("this")
    private <T> T ask(Function<DivisionInfo, T> question, T unknown) {
        if (server == null || group == null) {
            return unknown;
        }
        try {
            return question.apply(server.getDivision(group).getInfo());
        } catch (IOException | RuntimeException | Error e) {
            return unknown; // it must not reach the engine, which runs this callback
        }
    }
}
