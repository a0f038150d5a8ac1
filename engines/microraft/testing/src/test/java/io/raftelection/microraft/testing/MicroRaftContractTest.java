package io.raftelection.microraft.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.AdapterContract;

/** The adapter to MicroRaft keeps the contract. */
final class MicroRaftContractTest extends AdapterContract {

    @Override
    protected String title() {
        return "MicroRaft, in memory";
    }

    @Override
    protected TestEngine engine() {
        return new MicroRaftEngine();
    }
}
