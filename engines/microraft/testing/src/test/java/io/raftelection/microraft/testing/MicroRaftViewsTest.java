package io.raftelection.microraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.KnownLeaderContract;

/** The adapter reports views, readiness and members of real servers. */
final class MicroRaftViewsTest extends KnownLeaderContract {

    @Override
    protected TestEngine engine() {
        return new MicroRaftEngine();
    }
}
