package io.raftelection.jraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewsContract;

final class JRaftViewsTest extends ViewsContract {
    @Override
    protected TestEngine engine() {
        return new JRaftEngine();
    }
}
