package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Node;
import io.raftelection.ServerId;
import io.raftelection.jraft.JRaftLeadership;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.WatchdogContract;
import java.time.Duration;

/** The probe of the adapter compares real servers with their reports. */
final class JRaftWatchdogTest extends WatchdogContract {

    @Override
    protected TestEngine engine() {
        return JRaftEngine.builder().electionTimeout(Duration.ofMillis(500)).build();
    }

    @Override
    protected LeadershipProbe probe(TestCluster cluster, ServerId server) {
        return JRaftLeadership.probe(server, cluster.unwrap(server, Node.class));
    }
}
