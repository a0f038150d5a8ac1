package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.WatchdogContract;
import java.time.Duration;

/** The probe of the adapter compares real servers with their reports: gRPC on loopback. */
final class RatisGrpcWatchdogTest extends WatchdogContract {

    @Override
    protected TestEngine engine() {
        return RatisEngine.builder()
                .transport(Transport.GRPC)
                .electionTimeout(Duration.ofMillis(300), Duration.ofMillis(600))
                .build();
    }

    @Override
    protected LeadershipProbe probe(TestCluster cluster, ServerId server) {
        return RatisWatchdogTest.probeOf(cluster, server);
    }
}
