package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.contract.AdapterContract;
import java.util.List;
import java.util.function.Function;

/** The adapter to Ratis keeps the contract: gRPC on loopback. */
final class RatisGrpcContractTest extends AdapterContract {

    @Override
    protected String engine() {
        return "Apache Ratis, gRPC on loopback";
    }

    @Override
    protected TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return RatisCluster.builder(servers, sinks).transport(Transport.GRPC).build();
    }
}
