package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.ratis.RatisLeadership;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.WatchdogContract;
import java.time.Duration;
import org.apache.ratis.server.RaftServer;

/** The probe of the adapter compares real servers with their reports: in memory. */
final class RatisWatchdogTest extends WatchdogContract {

    @Override
    protected TestEngine engine() {
        return RatisEngine.builder()
                .transport(Transport.MEMORY)
                .electionTimeout(Duration.ofMillis(300), Duration.ofMillis(600))
                .build();
    }

    @Override
    protected LeadershipProbe probe(TestCluster cluster, ServerId server) {
        return probeOf(cluster, server);
    }

    static LeadershipProbe probeOf(TestCluster cluster, ServerId server) {
        return RatisLeadership.probe(
                server,
                cluster.unwrap(server, RaftServer.class),
                cluster.unwrap(server, RaftServer.Division.class).getGroup().getGroupId());
    }
}
