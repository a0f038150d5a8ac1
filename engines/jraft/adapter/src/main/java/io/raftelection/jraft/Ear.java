package io.raftelection.jraft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.LeadershipSink;
import org.jspecify.annotations.Nullable;

/**
 * What one node's calls of its state machine say about its leadership. It never throws, and waits for nothing but
 * itself.
 *
 * <pre>
 * onLeaderStart(term)     acquired, unless it was told already; a leadership of another term ended before
 * onLeaderStop(status)    lost, unless it was never acquired: its first entry was not committed
 * onStartFollowing(..)    lost, if onLeaderStop was skipped
 * onStopFollowing(..)     the same
 * onShutdown()            lost, if it was never told
 * </pre>
 */
final class Ear {
    private static final long NONE = -1;

    private final LeadershipSink sink;

    /** The term whose acquisition was told and whose loss was not, or none. */
    @GuardedBy("this")
    private long leads = NONE;

    Ear(LeadershipSink sink) {
        this.sink = sink;
    }

    synchronized void hear(String method, Object @Nullable [] args) {
        if (args == null) {
            if (method.equals("onShutdown")) {
                lost("server closed");
            }
            return;
        }
        switch (method) {
            case "onLeaderStart" -> acquired((Long) args[0]);
            case "onLeaderStop" -> lost(words((Status) args[0]));
            case "onStartFollowing", "onStopFollowing" ->
                lost("another leader: " + ((LeaderChangeContext) args[0]).getLeaderId());
            default -> {}
        }
    }

    @GuardedBy("this")
    private void acquired(long term) {
        if (term == leads) {
            return;
        }
        lost("elected again, in term " + term);
        leads = term;
        sink.acquired(term);
    }

    @GuardedBy("this")
    private void lost(String reason) {
        if (leads != NONE) {
            leads = NONE;
            sink.lost(reason);
        }
    }

    /** A status that is OK has no words. */
    private static String words(Status status) {
        return status.isOk() ? "" : status.getErrorMsg();
    }
}
