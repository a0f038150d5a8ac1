package io.raftelection.watch.ratis;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.TimeDuration;

/** The process of a Ratis server. */
final class RatisProcess {
    private RatisProcess() {}

    /** The arguments are the number of the server, its folder, and the ports of all servers. */
    public static void main(String[] arguments) throws Exception {
        int number = Integer.parseInt(arguments[0]);
        var ports = List.of(arguments).subList(2, arguments.length);
        var properties = new RaftProperties();
        GrpcConfigKeys.Server.setPort(properties, Integer.parseInt(ports.get(number - 1)));
        RaftServerConfigKeys.setStorageDir(properties, List.of(new File(arguments[1])));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(2, TimeUnit.SECONDS));
        var server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf("s" + number))
                .setStateMachineRegistry(group -> new BaseStateMachine())
                .setGroup(group(1, ports))
                .setProperties(properties)
                .setOption(StartupOption.RECOVER)
                .build();
        server.start();
        new CountDownLatch(1).await();
    }

    private static RaftGroup group(int number, List<String> ports) {
        var peers = new ArrayList<RaftPeer>();
        for (int i = 0; i < ports.size(); i++) {
            peers.add(RaftPeer.newBuilder()
                    .setId("s" + (i + 1))
                    .setAddress("127.0.0.1:" + ports.get(i))
                    .build());
        }
        return RaftGroup.valueOf(RaftGroupId.valueOf(new UUID(0, number)), peers);
    }
}
