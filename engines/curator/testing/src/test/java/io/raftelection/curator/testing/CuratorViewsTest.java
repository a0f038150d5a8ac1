package io.raftelection.curator.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewContract;

/** The adapter reports views, readiness and members of real servers. */
final class CuratorViewsTest extends ViewContract {

    @Override
    protected TestEngine engine() {
        return new CuratorEngine();
    }
}
