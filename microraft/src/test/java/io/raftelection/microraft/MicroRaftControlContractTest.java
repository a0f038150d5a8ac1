package io.raftelection.microraft;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.time.Duration;

/** Tests decide who leads in clusters of MicroRaft. */
final class MicroRaftControlContractTest extends ControlContract {

    @Override
    protected TestEngine engine() {
        return new MicroRaftEngine();
    }

    /** Three seconds without a heartbeat, looked for every second. */
    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(4);
    }
}
