package io.raftelection.curator.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.MembershipContract;
import java.time.Duration;

/** Clients of ZooKeeper that do not queue up lead when they are added. There are no learners. */
final class CuratorMembershipContractTest extends MembershipContract {

    @Override
    protected TestEngine engine() {
        return new CuratorEngine();
    }

    @Override
    protected Duration electionTimeout() {
        return Duration.ofMillis(3_500);
    }
}
