package io.raftelection.microraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewContract;

/** The adapter reports views, readiness and members of real servers. */
final class MicroRaftViewsTest extends ViewContract {

    @Override
    protected TestEngine engine() {
        return new MicroRaftEngine();
    }
}
