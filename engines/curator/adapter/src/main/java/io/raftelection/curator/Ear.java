package io.raftelection.curator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.LeadershipSink;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorEventType;
import org.apache.curator.framework.api.CuratorListener;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.State;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.jspecify.annotations.Nullable;

/**
 * What the callbacks of one latch and its client say about its leadership. It never throws, and waits for nothing but
 * itself.
 *
 * <pre>
 * isLeader                              acquired
 * notLeader                             lost
 * any event, the latch is closed        lost, if it was never told; the end
 * CLOSING                               the same
 * </pre>
 */
final class Ear implements LeaderLatchListener, CuratorListener {
    /** What ZooKeeper puts at the end of a node's name. */
    private static final Pattern SEQUENCE_NUMBER = Pattern.compile("latch-(\\d{10})$");

    private final CuratorFramework client;
    private final LeaderLatch latch;
    private final LeadershipSink sink;

    @GuardedBy("this")
    private boolean leads;

    @GuardedBy("this")
    private boolean ended;

    Ear(CuratorFramework client, LeaderLatch latch, LeadershipSink sink) {
        this.client = client;
        this.latch = latch;
        this.sink = sink;
    }

    /** Under the latch's lock, which therefore is taken before this one's, and never after. */
    @Override
    public synchronized void isLeader() {
        if (leads || ended) {
            return;
        }
        leads = true;
        var term = term(latch);
        if (term.isPresent()) {
            sink.acquired(term.getAsLong());
        } else {
            sink.acquired();
        }
    }

    @Override
    public void notLeader() {
        lost("");
    }

    @Override
    public void eventReceived(CuratorFramework source, CuratorEvent event) {
        if (event.getType() == CuratorEventType.CLOSING) {
            end("client closed");
        } else if (latch.getState() == State.CLOSED) {
            end("latch closed");
        }
    }

    private synchronized void end(String reason) {
        ended = true;
        lost(reason);
        client.getCuratorListenable().removeListener(this);
    }

    private synchronized void lost(String reason) {
        if (leads) {
            leads = false;
            sink.lost(reason);
        }
    }

    /** {@return the sequence number of the node by which a latch leads or led last} */
    static OptionalLong term(LeaderLatch latch) {
        return term(latch.getLastPathIsLeader());
    }

    /**
     * {@return the sequence number, none if the path has none: after two thousand million, ZooKeeper's are negative}
     */
    static OptionalLong term(@Nullable String path) {
        var number = SEQUENCE_NUMBER.matcher(path == null ? "" : path);
        return number.find() ? OptionalLong.of(Long.parseLong(number.group(1))) : OptionalLong.empty();
    }
}
