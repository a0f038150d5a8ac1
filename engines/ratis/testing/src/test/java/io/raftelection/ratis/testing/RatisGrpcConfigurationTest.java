package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ConfigurationContract;
import java.util.function.Consumer;

/** The user's properties of servers: gRPC on loopback. */
final class RatisGrpcConfigurationTest extends ConfigurationContract {

    @Override
    protected TestEngine engine(Consumer<ServerId> configured) {
        return RatisEngine.builder()
                .transport(Transport.GRPC)
                .configure((server, properties) -> configured.accept(server))
                .build();
    }
}
