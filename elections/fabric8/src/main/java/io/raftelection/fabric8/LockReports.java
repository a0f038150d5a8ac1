package io.raftelection.fabric8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipReporter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one elector and its view, from its callbacks and from the latest record of its lock. It
 * never throws, and takes no lock except its own, under which it only calls the sink.
 */
final class LockReports {
    private static final long NO_TOKEN = -1;
    private static final long NO_TERM = -1;

    private final LeadershipReporter reporter;
    private final String identity;
    private final ServerId self;
    private final Function<String, ServerId> names;

    @GuardedBy("this")
    private @Nullable String holder;

    @GuardedBy("this")
    private long transitions = NO_TOKEN;

    LockReports(LeadershipReporter reporter, String identity, Function<String, ServerId> names) {
        this.reporter = reporter;
        this.identity = identity;
        this.names = names;
        this.self = names.apply(identity);
        reporter.identified(self);
    }

    @SuppressWarnings("NullAway") // a lock that was released has no holder
    synchronized void record(LeaderElectionRecord latest) {
        holder = latest.getHolderIdentity();
        transitions = latest.getLeaderTransitions();
    }

    synchronized void starts() {
        reporter.acquiredWithToken(identity.equals(holder) ? transitions : NO_TOKEN);
        reporter.ready();
    }

    synchronized void stops() {
        if (holder == null || holder.isEmpty()) {
            reporter.lost("released the lock");
        } else if (holder.equals(identity)) {
            reporter.lost("stopped, or not renewed in time");
        } else {
            reporter.lost("the lock is held by " + holder);
        }
    }

    /** Takes the holder, whom the elector names before it calls {@code onStopLeading} or {@code onStartLeading}. */
    void newLeader(@Nullable String leader) {
        if (identity.equals(leader)) {
            return;
        }
        var name = leader == null || leader.isEmpty() ? self : names.apply(leader);
        synchronized (this) {
            stops();
            if (name.equals(self)) {
                reporter.followsNobody(NO_TERM);
            } else {
                reporter.follows(name, NO_TERM);
            }
        }
    }
}
