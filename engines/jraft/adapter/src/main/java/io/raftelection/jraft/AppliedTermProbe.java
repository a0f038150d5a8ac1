package io.raftelection.jraft;

import com.alipay.sofa.jraft.Node;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.util.Optional;

/**
 * Asks a node in this JVM whether it leads a term of which it has applied an entry, as JRaft reports a leader. A node
 * appends the first entry of its term when it begins to lead. So the last entry that it has when it is first seen as a
 * leader is not older, and when that is applied, the first one is. Until then it cannot be said whether the leadership
 * should have been reported. One thread at a time asks.
 */
final class AppliedTermProbe implements LeadershipProbe {
    private static final long NONE = -1;

    private final Node node;
    private final NodeProbe role;

    /** The term in which the node was seen as a leader last. */
    private volatile long term = NONE;

    /** An index that is not before the first entry of that term. */
    private volatile long index;

    AppliedTermProbe(ServerId id, Node node) {
        this.node = node;
        this.role = new NodeProbe(id, node);
    }

    @Override
    public Optional<LeadershipClaim> poll() throws IOException {
        var claim = role.poll();
        if (claim.isPresent()) {
            requireApplied(claim.get().term().orElse(NONE));
        }
        return claim;
    }

    private void requireApplied(long led) throws IOException {
        if (led != term) {
            index = node.getLastLogIndex();
            term = led;
        }
        if (node.getLastAppliedLogIndex() < index) {
            throw new IOException("node " + node.getNodeId() + ": leads term " + led + ", and has not applied entry "
                    + index + " yet");
        }
    }
}
