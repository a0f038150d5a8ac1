package io.raftelection.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.core.State;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.util.Optional;

/** Asks a node in this JVM whether it leads, and in which term, which it reads at once. */
record NodeProbe(ServerId id, Node node) implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() throws IOException {
        var description = NodeDescription.of(node);
        var state = description.state().map(State::valueOf).orElseThrow(this::unreadable);
        long term = description.term().orElseThrow(this::unreadable);
        if (!state.isActive()) {
            throw new IOException("node " + node.getNodeId() + ": has the state " + state);
        }
        return state == State.STATE_LEADER ? Optional.of(LeadershipClaim.self(id, term)) : Optional.empty();
    }

    private IOException unreadable() {
        return new IOException("node " + node.getNodeId() + ": does not describe its state and term");
    }
}
