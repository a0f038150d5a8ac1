package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import io.raftelection.curator.CuratorLeadership;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.WatchdogContract;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/** The probe of the adapter compares real servers with their reports. */
final class CuratorWatchdogTest extends WatchdogContract {

    @Override
    protected TestEngine engine() {
        return new CuratorEngine();
    }

    @Override
    protected LeadershipProbe probe(TestCluster cluster, ServerId server) {
        return () -> CuratorLeadership.probe(server, cluster.unwrap(server, LeaderLatch.class))
                .poll();
    }
}
