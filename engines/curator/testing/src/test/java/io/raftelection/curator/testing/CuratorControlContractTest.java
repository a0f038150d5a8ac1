package io.raftelection.curator.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.time.Duration;

/** Elections among latches can be controlled. */
final class CuratorControlContractTest extends ControlContract {
    /** The time until ZooKeeper ends the session of a server from which it receives nothing. */
    private static final Duration SESSION = Duration.ofMillis(3_500);

    @Override
    protected TestEngine engine() {
        return new CuratorEngine();
    }

    @Override
    protected Duration electionTimeout() {
        return SESSION;
    }
}
