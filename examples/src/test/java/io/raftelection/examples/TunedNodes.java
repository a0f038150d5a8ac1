package io.raftelection.examples;

import io.raftelection.ServerId;
import io.raftelection.jraft.testing.JRaftEngine;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.time.Duration;
import java.util.List;

// region configure
final class TunedNodes implements TestEngine {
    @Override
    public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
        return JRaftEngine.builder()
                .electionTimeout(Duration.ofMillis(500))
                .configure((server, options) -> options.getRaftOptions().setMaxEntriesSize(16))
                .build()
                .open(servers, filter);
    }
}
// endregion
