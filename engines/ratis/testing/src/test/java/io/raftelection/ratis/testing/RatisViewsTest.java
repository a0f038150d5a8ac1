package io.raftelection.ratis.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewContract;

final class RatisViewsTest extends ViewContract {
    @Override
    protected TestEngine engine() {
        return RatisEngine.builder().transport(Transport.MEMORY).build();
    }
}
