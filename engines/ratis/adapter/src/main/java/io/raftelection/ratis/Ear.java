package io.raftelection.ratis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * What one server's calls of its state machine say about its leadership. It never throws, and waits for nothing but
 * itself.
 *
 * <pre>
 * initialize(server, group, ..)      which division to read the term from
 * notifyLeaderChanged(self, self)    acquired, unless this term's acquisition was told already
 * notifyLeaderChanged(self, other)   lost, if notifyNotLeader was skipped
 * notifyNotLeader(..)                lost
 * close()                            lost, if it was never told
 * </pre>
 */
final class Ear {
    private static final String CLOSED = "server closed";
    private static final long NONE = -1;
    private static final long UNKNOWN = -2;

    private final LeadershipSink sink;

    @GuardedBy("this")
    private @Nullable RaftServer server;

    @GuardedBy("this")
    private @Nullable RaftGroupId group;

    /** The term whose acquisition was told and whose loss was not, or none. */
    @GuardedBy("this")
    private long leads = NONE;

    /** Completes when the leadership told last is ready to serve, or was lost. */
    @GuardedBy("this")
    private CompletableFuture<Boolean> ready = new CompletableFuture<>();

    Ear(LeadershipSink sink) {
        this.sink = sink;
    }

    synchronized void hear(String method, Object[] args) {
        switch (method) {
            case "initialize" -> {
                server = (RaftServer) args[0];
                group = (RaftGroupId) args[1];
            }
            case "notifyLeaderChanged" -> {
                var member = (RaftGroupMemberId) args[0];
                if (member.getPeerId().equals(args[1])) {
                    acquired(term());
                } else {
                    lost("another leader: " + args[1]);
                }
            }
            case "notifyLeaderReady" -> ready.complete(true);
            case "notifyNotLeader" -> lost(isClosing() ? CLOSED : "");
            case "close" -> lost(CLOSED);
            default -> {}
        }
    }

    /** Completes when the leadership told last is ready to serve, or with {@code false} when it was lost before. */
    synchronized CompletableFuture<Boolean> ready() {
        return ready;
    }

    @GuardedBy("this")
    private void acquired(long term) {
        if (term == leads) {
            return;
        }
        leads = term;
        ready = new CompletableFuture<>();
        if (term == UNKNOWN) {
            sink.acquired();
        } else {
            sink.acquired(term);
        }
    }

    @GuardedBy("this")
    private void lost(String reason) {
        if (leads != NONE) {
            leads = NONE;
            ready.complete(false);
            sink.lost(reason);
        }
    }

    @GuardedBy("this")
    private long term() {
        return division().map(DivisionInfo::getCurrentTerm).orElse(UNKNOWN);
    }

    @GuardedBy("this")
    private boolean isClosing() {
        return division()
                .map(info -> info.getLifeCycleState().isClosingOrClosed())
                .orElse(true);
    }

    /**
     * Takes no lock: divisions are in a concurrent map, their terms and states are atomic. Empty once it is removed.
     */
    @GuardedBy("this")
    private Optional<DivisionInfo> division() {
        if (server == null || group == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(server.getDivision(group).getInfo());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
