package io.raftelection.curator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorEventType;
import org.apache.curator.framework.api.CuratorListener;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.State;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one latch from its callbacks and those of its client. It never throws, and takes no lock
 * except its own.
 *
 * <pre>
 * isLeader                              asks for the token
 * the answer                            acquired
 * notLeader                             lost; acquired before, if there was no answer yet
 * any event, the latch is closed        lost, unless reported before; the end
 * CLOSING                               the same
 * </pre>
 */
final class CuratorLeadershipListener implements LeaderLatchListener, CuratorListener {
    private static final long NO_TOKEN = -1;

    private final CuratorFramework client;
    private final LeaderLatch latch;
    private final LeadershipReporter reporter;

    /** How many requests for the token were sent. Only the answer to the latest one counts. */
    @GuardedBy("this")
    private long asked;

    @GuardedBy("this")
    private boolean answerPending;

    CuratorLeadershipListener(CuratorFramework client, LeaderLatch latch, LeadershipSink sink) {
        this.client = client;
        this.latch = latch;
        this.reporter = new LeadershipReporter(sink);
    }

    /** Runs under the latch's lock, so that lock is always taken before this object's. */
    @Override
    public void isLeader() {
        long question;
        synchronized (this) {
            question = ++asked;
            answerPending = true;
        }
        try {
            LatchClient.of(latch)
                    .orElse(client)
                    .checkExists()
                    .inBackground((same, event) -> answered(question, event.getStat()))
                    .forPath(latch.getLastPathIsLeader());
        } catch (Exception e) {
            answered(question, null);
        }
    }

    private synchronized void answered(long question, @Nullable Stat node) {
        if (question == asked && answerPending) {
            answerPending = false;
            reporter.acquiredWithToken(node == null ? NO_TOKEN : node.getCzxid());
        }
    }

    @Override
    public synchronized void notLeader() {
        settle();
        reporter.lost();
    }

    /** Reports the acquisition of a leadership that ends before its token is known. */
    @GuardedBy("this")
    private void settle() {
        if (answerPending) {
            answerPending = false;
            reporter.acquired();
        }
    }

    @Override
    public void eventReceived(CuratorFramework source, CuratorEvent event) {
        if (event.getType() == CuratorEventType.CLOSING) {
            end("client closed");
        } else if (latch.getState() == State.CLOSED) {
            end("latch closed");
        }
    }

    private void end(String reason) {
        synchronized (this) {
            settle();
            reporter.end(reason);
        }
        client.getCuratorListenable().removeListener(this);
    }
}
