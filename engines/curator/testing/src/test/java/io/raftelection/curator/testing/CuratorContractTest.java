package io.raftelection.curator.testing;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.AdapterContract;

/** The adapter to Curator keeps the contract. */
final class CuratorContractTest extends AdapterContract {

    @Override
    protected String title() {
        return "Apache Curator, one ZooKeeper on loopback";
    }

    @Override
    protected TestEngine engine() {
        return new CuratorEngine();
    }
}
