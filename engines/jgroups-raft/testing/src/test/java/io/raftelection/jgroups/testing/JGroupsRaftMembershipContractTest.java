package io.raftelection.jgroups.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.MembershipContract;
import java.time.Duration;

/** Learners of jgroups-raft, and servers that are not voters yet. */
final class JGroupsRaftMembershipContractTest extends MembershipContract {

    @Override
    protected TestEngine engine() {
        return new JGroupsRaftEngine();
    }

    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(2);
    }
}
