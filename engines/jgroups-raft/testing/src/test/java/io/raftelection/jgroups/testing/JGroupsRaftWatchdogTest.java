package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.jgroups.JGroupsRaftLeadership;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.WatchdogContract;
import org.jgroups.JChannel;

/** The probe of the adapter compares real servers with their reports. */
final class JGroupsRaftWatchdogTest extends WatchdogContract {

    @Override
    protected TestEngine engine() {
        return new JGroupsRaftEngine();
    }

    @Override
    protected LeadershipProbe probe(TestCluster cluster, ServerId server) {
        return JGroupsRaftLeadership.probe(server, cluster.unwrap(server, JChannel.class));
    }
}
