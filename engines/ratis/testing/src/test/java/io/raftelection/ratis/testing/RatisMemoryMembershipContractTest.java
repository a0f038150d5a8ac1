package io.raftelection.ratis.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.MembershipContract;
import java.time.Duration;

/** Listeners of Ratis, and servers that are not in the group yet: in memory. */
final class RatisMemoryMembershipContractTest extends MembershipContract {

    @Override
    protected TestEngine engine() {
        return RatisEngine.builder().transport(Transport.MEMORY).build();
    }

    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(2);
    }
}
