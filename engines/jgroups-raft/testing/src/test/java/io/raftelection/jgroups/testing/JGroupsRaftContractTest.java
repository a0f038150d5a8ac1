package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.contract.AdapterContract;
import java.util.List;
import java.util.function.Function;

/** The adapter to jgroups-raft keeps the contract. */
final class JGroupsRaftContractTest extends AdapterContract {

    @Override
    protected String engine() {
        return "jgroups-raft, in memory";
    }

    @Override
    protected TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return JGroupsRaftCluster.builder(servers, sinks).build();
    }
}
