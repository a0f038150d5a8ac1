package io.raftelection.curator;

import io.raftelection.spi.LeadershipReporter;
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
    private final LeadershipReporter reporter;

    Ear(CuratorFramework client, LeaderLatch latch, LeadershipSink sink) {
        this.client = client;
        this.latch = latch;
        this.reporter = new LeadershipReporter(sink);
    }

    /** Under the latch's lock, which therefore is taken before the reporter's, and never after. */
    @Override
    public void isLeader() {
        reporter.acquired(term(latch).orElse(-1));
    }

    @Override
    public void notLeader() {
        reporter.lost();
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
        reporter.end(reason);
        client.getCuratorListenable().removeListener(this);
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
