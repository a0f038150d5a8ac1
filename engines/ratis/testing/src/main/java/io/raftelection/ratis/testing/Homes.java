package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;

/** Where the servers of one group live: each has a port and a directory of its own. Guarded by the cluster. */
final class Homes {
    static final String LOOPBACK = "127.0.0.1";

    private final RaftGroupId group = RaftGroupId.valueOf(UUID.randomUUID());
    private final Map<ServerId, Home> homes = new LinkedHashMap<>();
    private final Path directory;

    /**
     * One server's.
     *
     * @param peer its name and address
     * @param directory where it stores what it has to
     */
    record Home(RaftPeer peer, Path directory) {}

    /** Of a group without servers, in a directory. */
    Homes(Path directory) {
        this.directory = directory;
    }

    /** Gives servers new ones. */
    void settle(List<ServerId> servers) throws IOException {
        var ports = freePorts(servers.size());
        for (var server : servers) {
            var peer = RaftPeer.newBuilder()
                    .setId(server.value())
                    .setAddress(LOOPBACK + ":" + ports.remove(0))
                    .build();
            homes.put(server, new Home(peer, Files.createTempDirectory(directory, "server-")));
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        try {
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            return ports;
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    void leave(ServerId server) {
        homes.remove(server);
    }

    Home of(ServerId server) {
        return Optional.ofNullable(homes.get(server)).orElseThrow();
    }

    /** As a server knows it that will be taken into it: without members. */
    RaftGroup groupToJoin() {
        return RaftGroup.valueOf(group);
    }

    RaftGroup group() {
        return RaftGroup.valueOf(group, homes.values().stream().map(Home::peer).toList());
    }
}
