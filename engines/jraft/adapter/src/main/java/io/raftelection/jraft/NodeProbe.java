package io.raftelection.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.core.State;
import com.alipay.sofa.jraft.util.Describer;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node in this JVM whether it leads, and in which term. {@link Node#describe} is the only public method that
 * returns the term. It reads state and term at once, under the read lock of the node.
 */
record NodeProbe(ServerId id, Node node) implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() throws IOException {
        var description = new Description();
        try {
            node.describe(description);
        } catch (Complete e) {
            // It has both values. What comes next describes timers and replicators.
        }
        var state = description.state;
        var term = description.term;
        if (state == null || term == null) {
            throw new IOException("node " + node.getNodeId() + ": does not describe its state and term");
        }
        if (state.isActive()) {
            return state == State.STATE_LEADER ? Optional.of(LeadershipClaim.self(id, term)) : Optional.empty();
        }
        throw new IOException("node " + node.getNodeId() + ": has the state " + state);
    }

    /** Ends a description early. */
    @SuppressWarnings("serial") // it never leaves this class
    private static final class Complete extends RuntimeException {
        private Complete() {
            super(null, null, false, false);
        }
    }

    /**
     * Keeps the state and the term of a description, whose lines are {@code state: STATE_LEADER} and {@code term: 7}.
     */
    private static final class Description implements Describer.Printer {
        private Object name = "";
        private @Nullable State state;
        private @Nullable Long term;

        @Override
        public Describer.Printer print(Object text) {
            name = text;
            return this;
        }

        @Override
        public Describer.Printer println(Object value) {
            if (name.equals("state: ")) {
                state = State.valueOf(value.toString());
            } else if (name.equals("term: ")) {
                term = Long.valueOf(value.toString());
            }
            name = "";
            if (state != null && term != null) {
                throw new Complete();
            }
            return this;
        }
    }
}
