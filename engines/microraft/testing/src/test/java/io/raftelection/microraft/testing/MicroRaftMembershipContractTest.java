package io.raftelection.microraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.MembershipContract;
import java.time.Duration;

/** Learners of MicroRaft, and servers that are not in the group yet. */
final class MicroRaftMembershipContractTest extends MembershipContract {

    @Override
    protected TestEngine engine() {
        return new MicroRaftEngine();
    }

    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(5);
    }
}
