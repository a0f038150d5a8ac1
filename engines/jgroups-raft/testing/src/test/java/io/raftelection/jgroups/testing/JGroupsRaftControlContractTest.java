package io.raftelection.jgroups.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.time.Duration;

/** Elections in jgroups-raft can be controlled. */
final class JGroupsRaftControlContractTest extends ControlContract {
    /** The engine votes at once when its view changes, and again if votes are missing after a second. */
    private static final Duration VOTE = Duration.ofSeconds(1);

    @Override
    protected TestEngine engine() {
        return new JGroupsRaftEngine();
    }

    @Override
    protected Duration electionTimeout() {
        return VOTE;
    }
}
