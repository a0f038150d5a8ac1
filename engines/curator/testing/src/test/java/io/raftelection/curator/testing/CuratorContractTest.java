package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.contract.AdapterContract;
import java.util.List;
import java.util.function.Function;

/** The adapter to Curator keeps the contract. */
final class CuratorContractTest extends AdapterContract {

    @Override
    protected String engine() {
        return "Apache Curator, one ZooKeeper on loopback";
    }

    @Override
    protected TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return CuratorCluster.builder(servers, sinks).build();
    }
}
