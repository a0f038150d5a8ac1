package io.raftelection.microraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.time.Duration;

/** A test decides who leads a cluster of MicroRaft. */
final class MicroRaftControlContractTest extends ControlContract {

    @Override
    protected TestEngine engine() {
        return MicroRaftEngine.builder().stateMachines(server -> new Lines()).build();
    }

    /**
     * A follower checks once per second whether its leader has been silent for three seconds, and an election takes
     * less than one.
     */
    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(5);
    }
}
