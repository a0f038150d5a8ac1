package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.contract.AdapterContract;
import java.util.List;
import java.util.function.Function;

/** The adapter to Ratis keeps the contract: in memory. */
final class RatisMemoryContractTest extends AdapterContract {

    @Override
    protected String engine() {
        return "Apache Ratis, in memory";
    }

    @Override
    protected TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return RatisCluster.builder(servers, sinks).transport(Transport.MEMORY).build();
    }
}
