package io.raftelection.examples.production;

import io.raftelection.Tracker;
import io.raftelection.Watchdog;
import io.raftelection.ratis.RatisLeadership;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.util.TimeDuration;

/** The Ratis server of this process. It talks gRPC to the others and keeps its log in files. */
final class RatisServer implements AutoCloseable {
    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.nameUUIDFromBytes("invoices".getBytes(StandardCharsets.UTF_8)));

    private final RaftServer server;

    private RatisServer(RaftServer server) {
        this.server = server;
    }

    /** Starts the server and reports its leadership to the tracker. */
    static RatisServer start(
            ServerAddress self, List<ServerAddress> all, Path storage, StateMachine stateMachine, Tracker tracker)
            throws IOException {
        // region attach
        RaftServer server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(self.id().value()))
                .setGroup(group(all))
                .setProperties(properties(self, storage))
                .setOption(startupOption(storage))
                .setStateMachine(RatisLeadership.attach(stateMachine, tracker.track(self.id())))
                .build();
        server.start();
        // endregion
        // region watch
        Watchdog watchdog = Watchdog.of(tracker); // asks each second, until the tracker is closed
        watchdog.watch(self.id(), RatisLeadership.probe(self.id(), server, GROUP));
        // endregion
        return new RatisServer(server);
    }

    private static RaftGroup group(List<ServerAddress> all) {
        return RaftGroup.valueOf(
                GROUP,
                all.stream()
                        .map(address -> RaftPeer.newBuilder()
                                .setId(address.id().value())
                                .setAddress(ServerAddress.host() + ":" + address.raftPort())
                                .build())
                        .toList());
    }

    private static RaftProperties properties(ServerAddress self, Path storage) {
        var properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(storage.toFile()));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.ONE_SECOND);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.ONE_SECOND.multiply(2));
        GrpcConfigKeys.Server.setHost(properties, ServerAddress.host());
        GrpcConfigKeys.Server.setPort(properties, self.raftPort());
        return properties;
    }

    /** A server that was restarted continues with the log that it stored. */
    private static StartupOption startupOption(Path storage) {
        return Files.exists(storage.resolve(GROUP.getUuid().toString())) ? StartupOption.RECOVER : StartupOption.FORMAT;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
