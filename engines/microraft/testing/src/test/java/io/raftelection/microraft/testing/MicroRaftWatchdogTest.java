package io.raftelection.microraft.testing;

import io.microraft.RaftNode;
import io.raftelection.ServerId;
import io.raftelection.microraft.MicroRaftLeadership;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.WatchdogContract;

/** The probe of the adapter compares real servers with their reports. */
final class MicroRaftWatchdogTest extends WatchdogContract {

    @Override
    protected TestEngine engine() {
        return new MicroRaftEngine();
    }

    @Override
    protected LeadershipProbe probe(TestCluster cluster, ServerId server) {
        return MicroRaftLeadership.probe(server, cluster.unwrap(server, RaftNode.class));
    }
}
