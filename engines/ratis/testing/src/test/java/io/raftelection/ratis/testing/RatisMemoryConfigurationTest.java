package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ConfigurationContract;
import java.util.function.Consumer;

/** The user's properties of servers: in memory. */
final class RatisMemoryConfigurationTest extends ConfigurationContract {

    @Override
    protected TestEngine engine(Consumer<ServerId> configured) {
        return RatisEngine.builder()
                .transport(Transport.MEMORY)
                .configure((server, properties) -> configured.accept(server))
                .build();
    }
}
