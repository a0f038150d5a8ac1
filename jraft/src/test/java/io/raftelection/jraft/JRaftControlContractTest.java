package io.raftelection.jraft;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.time.Duration;

/** Tests decide who leads in clusters of SOFAJRaft. */
final class JRaftControlContractTest extends ControlContract {

    @Override
    protected TestEngine engine() {
        return (servers, sinks) -> JRaftCluster.builder(servers, sinks)
                .stateMachines(server -> new Words())
                .build();
    }

    /** Up to twice what is set. */
    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    protected boolean outlivesClusters(Thread thread) {
        return JRaftContractTest.isOfTheWholeJvm(thread);
    }
}
