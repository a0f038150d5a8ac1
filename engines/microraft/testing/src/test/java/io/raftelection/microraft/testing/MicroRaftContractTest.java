package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.contract.AdapterContract;
import java.util.List;
import java.util.function.Function;

/** The adapter to MicroRaft keeps the contract. */
final class MicroRaftContractTest extends AdapterContract {

    @Override
    protected String engine() {
        return "MicroRaft, in memory";
    }

    @Override
    protected TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return MicroRaftCluster.builder(servers, sinks).build();
    }
}
