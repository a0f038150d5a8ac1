package io.raftelection.testing.toy;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.ServerConfig;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The servers of one test cluster. What a server stored outlives it. */
final class ToyRuntime implements EngineRuntime {
    private final Function<ServerId, ToyMachine> machines;
    private final ToyNetwork network;
    private final Map<ServerId, ToyDisk> disks = new ConcurrentHashMap<>();

    ToyRuntime(Function<ServerId, ToyMachine> machines, ToyGate gate) {
        this.machines = machines;
        this.network = new ToyNetwork(gate);
    }

    // region capabilities
    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case TERMS, TRANSFER, STEP_DOWN, CUT, ISOLATE, RESTART, ELECT, COMMANDS -> Optional.empty();
            case SNAPSHOT -> Optional.of("a server keeps its whole log");
            case PAUSE -> Optional.of("all servers run on one thread");
            case MEMBERSHIP, LEARNERS -> Optional.of("the servers of a cluster are fixed");
        };
    }
    // endregion

    // region start
    @Override
    public EngineServer start(ServerConfig config) {
        var users = machines.apply(config.id());
        ToyMachine counting = command -> {
            users.apply(command);
            config.counter().applied();
        };
        var listener = ToyLeadership.attach(new ToyListener() {}, config.sink());
        var server = new ToyRaft(new ToyConfig(
                config.id().value(),
                config.voters().stream().map(ServerId::value).toList(),
                disks.computeIfAbsent(config.id(), first -> new ToyDisk()),
                network,
                counting,
                listener));
        network.run(() -> network.add(config.id().value(), server));
        return new ToyServer(config.id(), server, network);
    }
    // endregion

    @Override
    public void close() {
        network.close();
    }
}
