package io.raftelection.ratis.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.AdapterContract;
import java.time.Duration;

/** The adapter to Ratis keeps the contract: in memory. */
final class RatisMemoryContractTest extends AdapterContract {

    @Override
    protected String title() {
        return "Apache Ratis, in memory";
    }

    @Override
    protected TestEngine engine() {
        return RatisEngine.builder()
                .transport(Transport.MEMORY)
                .electionTimeout(Duration.ofMillis(300), Duration.ofMillis(600))
                .build();
    }
}
