package io.raftelection.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipReporter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports the members of the cluster of one node. JRaft calls {@code onConfigurationCommitted} when other servers are
 * to vote, and without the learners. So this also reads the configuration when the node learns of a leader.
 *
 * <p>A thread of JRaft's pool reads it. It waits for the lock of the node, whose holder may wait until the state
 * machine takes another task. So the thread of the state machine must not wait for it, nor for {@link #reading}.
 */
final class NodeMembers {
    private final PeerNames names;
    private final Object reading = new Object();
    private volatile @Nullable StateMachine attached;
    private volatile @Nullable Node node;

    @GuardedBy("this")
    private Set<ServerId> learners = Set.of();

    /** How many configurations JRaft reported as committed. */
    @GuardedBy("this")
    private int changes;

    NodeMembers(PeerNames names) {
        this.names = names;
    }

    /** Sets the object that the options of the node contain, by which its node is found. */
    void attached(StateMachine stateMachine) {
        attached = stateMachine;
    }

    /**
     * Tells a reporter the name of the node. {@return whether names of peers may be reported} If the node is not found,
     * only the names of the user's function may be.
     */
    boolean identify(LeadershipReporter reporter) {
        var found = find();
        if (found == null) {
            return names.areUsers();
        }
        reporter.identified(names.of(found.getNodeId().getPeerId()));
        return true;
    }

    /** Handles the voters of a committed configuration, on the thread of the state machine. */
    void committed(Configuration configuration, LeadershipReporter reporter) {
        var voters = names.of(configuration.getPeers());
        var given = names.of(configuration.getLearners());
        synchronized (this) {
            changes++;
            var others = new HashSet<>(given.isEmpty() ? learners : given);
            others.removeAll(voters);
            learners = others;
            reporter.members(voters, others);
        }
    }

    /** Reads and reports the configuration soon. */
    void readSoon(LeadershipReporter reporter) {
        try {
            var found = find();
            if (found != null && identify(reporter)) {
                var unused = ThreadPoolsFactory.runInThread(found.getGroupId(), () -> read(found, reporter));
            }
        } catch (RuntimeException | Error e) {
            // JRaft has no thread for it, or it ends. It must not notice, so the members stay as they are.
        }
    }

    private @Nullable Node find() {
        var known = node;
        if (known == null || known.getOptions().getFsm() != attached) {
            known = NodeManager.getInstance().getAllNodes().stream()
                    .filter(each -> each.getOptions().getFsm() == attached)
                    .findAny()
                    .orElse(null);
            node = known;
        }
        return known;
    }

    private void read(Node of, LeadershipReporter reporter) {
        synchronized (reading) { // a later report is of a later read
            boolean current = false;
            while (!current) {
                int before = changes();
                var read = NodeDescription.of(of).stableConfiguration();
                current = read.map(configuration -> report(configuration, before, reporter))
                        .orElse(true);
            }
        }
    }

    private synchronized int changes() {
        return changes;
    }

    /** Reports what was read. {@return false if JRaft has reported another configuration meanwhile} */
    private boolean report(Configuration configuration, int before, LeadershipReporter reporter) {
        var voters = names.of(configuration.getPeers());
        var others = names.of(configuration.getLearners());
        synchronized (this) {
            if (changes != before) {
                return false;
            }
            learners = others;
            reporter.members(voters, others);
            return true;
        }
    }
}
