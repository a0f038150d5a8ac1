package io.raftelection.jraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.time.Duration;

/** Tests decide who leads in clusters of SOFAJRaft. */
final class JRaftControlContractTest extends ControlContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Override
    protected TestEngine engine() {
        return JRaftEngine.builder()
                .electionTimeout(TIMEOUT)
                .stateMachines(server -> new Words())
                .build();
    }

    /** JRaft waits up to twice the configured time. */
    @Override
    protected Duration electionTimeout() {
        return TIMEOUT.multipliedBy(2);
    }

    @Override
    protected boolean outlivesClusters(Thread thread) {
        return JRaftContractTest.isOfTheWholeJvm(thread);
    }
}
