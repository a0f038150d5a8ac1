package io.raftelection.testing.toy;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.AdapterContract;

// region adapter
/** The adapter to the toy engine keeps the contract. */
final class ToyContractTest extends AdapterContract {

    @Override
    protected String title() {
        return "toy engine, in memory";
    }

    @Override
    protected TestEngine engine() {
        return new ToyEngine();
    }
}
// endregion
