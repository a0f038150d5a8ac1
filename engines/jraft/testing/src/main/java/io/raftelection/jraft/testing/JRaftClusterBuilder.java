package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.spi.Members;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** All the settings of a {@link JRaftCluster}. Not safe for use by many threads. */
public final class JRaftClusterBuilder {
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(50);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    final Members members;
    final Function<ServerId, LeadershipSink> sinks;
    Duration electionTimeout = Duration.ofMillis(500);
    Function<ServerId, ? extends StateMachine> stateMachines = server -> new Idle();

    JRaftClusterBuilder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        this.members = new Members(servers);
        this.sinks = Objects.requireNonNull(sinks, "sinks: is null");
    }

    /**
     * Sets the servers' election time-out: each waits that long, and up to as long again, before it asks for votes. A
     * transfer of leadership that takes longer has failed. Default: 500 ms, safe on a busy machine. A test that decides
     * who leads had better take a second, as {@link JRaftEngine} does: no leadership comes back by itself there.
     *
     * @param timeout 50 ms to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public JRaftClusterBuilder electionTimeout(Duration timeout) {
        if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "election time-out: " + timeout + ", expected " + MIN_TIMEOUT + " to " + MAX_TIMEOUT);
        }
        electionTimeout = timeout;
        return this;
    }

    /**
     * Sets the user's state machines. Default: ones that do nothing.
     *
     * @param stateMachines makes one, at each start of a server
     * @return this
     */
    public JRaftClusterBuilder stateMachines(Function<ServerId, ? extends StateMachine> stateMachines) {
        this.stateMachines = Objects.requireNonNull(stateMachines, "stateMachines: is null");
        return this;
    }

    /** {@return a cluster that is not started yet} */
    public JRaftCluster build() {
        return new JRaftCluster(this);
    }

    /** Applies everything to nothing, of which it takes and restores snapshots. */
    private static final class Idle extends StateMachineAdapter {

        @Override
        public void onApply(Iterator entries) {
            while (entries.hasNext()) {
                entries.next();
            }
        }

        @Override
        public void onSnapshotSave(SnapshotWriter writer, Closure done) {
            done.run(Status.OK());
        }

        @Override
        public boolean onSnapshotLoad(SnapshotReader reader) {
            return true;
        }
    }
}
