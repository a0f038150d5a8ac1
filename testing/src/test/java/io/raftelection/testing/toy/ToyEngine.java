package io.raftelection.testing.toy;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

// region engine
/** The toy engine for test clusters, in memory. */
final class ToyEngine implements TestEngine {

    @Override
    public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
        return new ToyRuntime(new ToyGate(filter));
    }
}
// endregion
