package io.raftelection.jraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewContract;

final class JRaftViewsTest extends ViewContract {
    @Override
    protected TestEngine engine() {
        return new JRaftEngine();
    }
}
