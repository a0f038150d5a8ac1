package io.raftelection.ratis;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.TimeDuration;

/** The server s1, which is the only one of its groups. It elects itself soon. */
final class LoneServer {
    static final RaftPeer PEER = RaftPeer.newBuilder()
            .setId("s1")
            .setAddress("127.0.0.1:1") // nobody connects to it
            .build();

    private LoneServer() {}

    static RaftServer.Builder builder(Path directory, RaftGroup group) {
        var properties = new RaftProperties();
        GrpcConfigKeys.Server.setPort(properties, 0);
        RaftServerConfigKeys.setStorageDir(properties, List.of(directory.toFile()));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(100, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(200, TimeUnit.MILLISECONDS));
        return RaftServer.newBuilder().setServerId(PEER.getId()).setGroup(group).setProperties(properties);
    }
}
