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

    /**
     * The arguments are the number of the server, its folder, and the address of each server for the others and for
     * clients.
     */
    public static void main(String[] arguments) throws Exception {
        int number = Integer.parseInt(arguments[0]);
        var addresses = List.of(arguments).subList(2, arguments.length);
        var properties = new RaftProperties();
        GrpcConfigKeys.Server.setPort(properties, port(addresses.get(2 * (number - 1))));
        RaftServerConfigKeys.setStorageDir(properties, List.of(new File(arguments[1])));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(2, TimeUnit.SECONDS));
        var server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf("s" + number))
                .setStateMachineRegistry(group -> new BaseStateMachine())
                .setGroup(group(addresses))
                .setProperties(properties)
                .setOption(StartupOption.RECOVER)
                .build();
        server.start();
        new CountDownLatch(1).await();
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static RaftGroup group(List<String> addresses) {
        var peers = new ArrayList<RaftPeer>();
        for (int i = 0; i < addresses.size(); i += 2) {
            peers.add(RaftPeer.newBuilder()
                    .setId("s" + (i / 2 + 1))
                    .setAddress(addresses.get(i))
                    .setClientAddress(addresses.get(i + 1))
                    .build());
        }
        return RaftGroup.valueOf(RaftGroupId.valueOf(new UUID(0, 1)), peers);
    }
}
