package io.raftelection.jraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.MembershipContract;
import java.time.Duration;

/** Learners of SOFAJRaft, and nodes that are not in the configuration yet. */
final class JRaftMembershipContractTest extends MembershipContract {

    @Override
    protected TestEngine engine() {
        return JRaftEngine.builder().stateMachines(server -> new Words()).build();
    }

    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(2);
    }
}
