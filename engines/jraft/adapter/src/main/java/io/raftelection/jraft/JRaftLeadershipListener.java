package io.raftelection.jraft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one node from the calls of its state machine. It never throws and never waits.
 *
 * <pre>
 * onLeaderStart(term)     acquired, unless reported before; a leadership of another term ends first
 * onLeaderStop(status)    lost, unless it was never acquired: its first entry was not committed
 * onStartFollowing(..)    lost, if onLeaderStop was skipped
 * onStopFollowing(..)     the same
 * onShutdown()            lost, unless reported before
 * </pre>
 */
final class JRaftLeadershipListener {
    private final LeadershipReporter reporter;

    JRaftLeadershipListener(LeadershipSink sink) {
        reporter = new LeadershipReporter(sink);
    }

    /** Handles a call. A method of the user's class may have the name of a callback. */
    void called(String method, @Nullable Object[] args) {
        switch (method) {
            case "onLeaderStart" -> {
                if (args.length == 1 && args[0] instanceof Long term) {
                    reporter.acquired(term);
                }
            }
            case "onLeaderStop" -> {
                if (args.length == 1 && args[0] instanceof Status status) {
                    reporter.lost(status.isOk() ? "" : words(status.getErrorMsg()));
                }
            }
            case "onStartFollowing", "onStopFollowing" -> {
                if (args.length == 1 && args[0] instanceof LeaderChangeContext context) {
                    reporter.lost("another leader: " + context.getLeaderId());
                }
            }
            case "onShutdown" -> {
                if (args.length == 0) {
                    reporter.lost("server closed");
                }
            }
            default -> {}
        }
    }

    private static String words(@Nullable String message) {
        return message == null ? "" : message;
    }
}
