package io.raftelection.testing.toy;

import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.time.Duration;

// region control
/** A test decides which server of the toy engine leads. */
final class ToyControlContractTest extends ControlContract {

    @Override
    protected TestEngine engine() {
        return new ToyEngine();
    }

    /** The longest election timeout of five servers is 180 ticks of a millisecond or a little more. */
    @Override
    protected Duration electionTimeout() {
        return Duration.ofMillis(300);
    }
}
// endregion
