package io.raftelection.jraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.AdapterContract;
import java.time.Duration;

/** The adapter to SOFAJRaft keeps the contract. */
final class JRaftContractTest extends AdapterContract {

    @Override
    protected String title() {
        return "SOFAJRaft, in memory";
    }

    @Override
    protected TestEngine engine() {
        return JRaftEngine.builder().electionTimeout(Duration.ofMillis(500)).build();
    }

    @Override
    protected boolean outlivesClusters(Thread thread) {
        return isOfTheWholeJvm(thread);
    }

    /** JRaft has pools for the whole JVM, for example the one that sends heartbeats. */
    static boolean isOfTheWholeJvm(Thread thread) {
        return thread.getName().matches("JRaft-(Rpc-Closure|Group-Default|Internal-Closure)-Executor-\\d+");
    }
}
