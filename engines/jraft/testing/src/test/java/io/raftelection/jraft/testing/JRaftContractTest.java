package io.raftelection.jraft.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.contract.AdapterContract;
import java.util.List;
import java.util.function.Function;

/** The adapter to SOFAJRaft keeps the contract. */
final class JRaftContractTest extends AdapterContract {

    @Override
    protected String engine() {
        return "SOFAJRaft, in memory";
    }

    @Override
    protected TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return JRaftCluster.builder(servers, sinks).build();
    }

    @Override
    protected boolean outlivesClusters(Thread thread) {
        return isOfTheWholeJvm(thread);
    }

    /** JRaft's pools: a heartbeat, for example, is sent by one. */
    static boolean isOfTheWholeJvm(Thread thread) {
        return thread.getName().matches("JRaft-(Rpc-Closure|Group-Default|Internal-Closure)-Executor-\\d+");
    }
}
