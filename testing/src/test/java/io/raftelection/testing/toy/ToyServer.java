package io.raftelection.testing.toy;

import io.raftelection.ServerId;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** One running server of a test cluster. */
final class ToyServer implements EngineServer {
    private final ServerId id;
    private final ToyRaft server;
    private final ToyNetwork network;

    ToyServer(ServerId id, ToyRaft server, ToyNetwork network) {
        this.id = id;
        this.server = server;
        this.network = network;
    }

    // region status
    @Override
    public ServerStatus status() {
        var status = network.call(server::status);
        return new ServerStatus(
                status.leader().map(ServerId::of),
                OptionalLong.of(status.term()),
                status.isReady(),
                status.last(),
                status.committed(),
                status.applied());
    }
    // endregion

    // region elections
    @Override
    public void campaign(long latestTerm) {
        network.run(() -> server.campaign(latestTerm));
    }

    @Override
    public void stepDown() {
        if (!network.call(server::stepDown)) {
            throw new IllegalStateException("server " + id + ": does not lead");
        }
    }

    @Override
    public void transfer(ServerId next) throws IOException, InterruptedException {
        var isHandedOver = network.call(() -> server.transfer(next.value()));
        try {
            if (!isHandedOver.get()) { // after the engine's own timeout
                throw new IOException("server " + id + ": leadership was not handed over to " + next);
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }
    // endregion

    // region commands
    @Override
    public CompletionStage<Void> submit(byte[] command) {
        var client = new CompletableFuture<Void>();
        network.run(() -> server.submit(new String(command, StandardCharsets.UTF_8), client));
        return client;
    }
    // endregion

    @Override
    public void snapshot() {
        throw new UnsupportedOperationException("snapshot");
    }

    @Override
    public void changeMembers(MembershipChange change) {
        throw new UnsupportedOperationException("membership");
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(server) ? Optional.of(type.cast(server)) : Optional.empty();
    }

    // region ends
    @Override
    public void close() {
        network.call(() -> {
            server.close(); // reports the loss
            return true;
        });
    }
    // endregion
}
