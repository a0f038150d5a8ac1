package io.raftelection.ratis.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewsContract;

final class RatisViewsTest extends ViewsContract {
    @Override
    protected TestEngine engine() {
        return RatisEngine.builder().transport(Transport.MEMORY).build();
    }
}
