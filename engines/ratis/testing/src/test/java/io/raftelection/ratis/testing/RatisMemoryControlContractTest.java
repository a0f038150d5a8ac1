package io.raftelection.ratis.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.time.Duration;

/** Tests decide who leads in clusters of Ratis: in memory. */
final class RatisMemoryControlContractTest extends ControlContract {

    @Override
    protected TestEngine engine() {
        return RatisEngine.builder()
                .transport(Transport.MEMORY)
                .electionTimeout(Duration.ofMillis(300), electionTimeout())
                .build();
    }

    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(2);
    }
}
