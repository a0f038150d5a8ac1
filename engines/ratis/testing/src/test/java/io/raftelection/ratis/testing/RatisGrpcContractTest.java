package io.raftelection.ratis.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.AdapterContract;
import java.time.Duration;

/** The adapter to Ratis keeps the contract: gRPC on loopback. */
final class RatisGrpcContractTest extends AdapterContract {

    @Override
    protected String title() {
        return "Apache Ratis, gRPC on loopback";
    }

    @Override
    protected TestEngine engine() {
        return RatisEngine.builder()
                .transport(Transport.GRPC)
                .electionTimeout(Duration.ofMillis(300), Duration.ofMillis(600))
                .build();
    }
}
