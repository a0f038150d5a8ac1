package io.raftelection.jgroups.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.AdapterContract;

/** The adapter to jgroups-raft keeps the contract. */
final class JGroupsRaftContractTest extends AdapterContract {

    @Override
    protected String title() {
        return "jgroups-raft, in memory";
    }

    @Override
    protected TestEngine engine() {
        return new JGroupsRaftEngine();
    }
}
