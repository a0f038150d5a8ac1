package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.util.FileUtils;

/** Where the servers of one group live: each has a port and a directory of its own. Guarded by the cluster. */
final class Homes {
    static final String LOOPBACK = "127.0.0.1";

    private final RaftGroupId group = RaftGroupId.valueOf(UUID.randomUUID());
    private final Map<ServerId, Home> homes = new LinkedHashMap<>();
    private final Path directory;
    private final FreePorts ports;

    /**
     * One server's.
     *
     * @param peer its name and address
     * @param directory where it stores what it has to
     */
    record Home(RaftPeer peer, Path directory) {
        int port() {
            var address = peer.getAddress();
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        }

        /** Whether a server could listen on its port now. */
        boolean isPortFree() {
            try (var socket = new ServerSocket(port(), 1, InetAddress.getLoopbackAddress())) {
                return socket.isBound();
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** Of a group without servers, in a directory. */
    Homes(Path directory, FreePorts ports) {
        this.directory = directory;
        this.ports = ports;
    }

    /** Gives servers new ones. Those that they had are removed. */
    void settle(List<ServerId> servers) throws IOException {
        for (var server : servers) {
            leave(server);
        }
        var chosen = ports.choose(servers.size()).iterator();
        for (var server : servers) {
            var peer = RaftPeer.newBuilder()
                    .setId(server.value())
                    .setAddress(LOOPBACK + ":" + chosen.next())
                    .build();
            homes.put(server, new Home(peer, Files.createTempDirectory(directory, "server-")));
        }
    }

    /** Removes that of a server that does not run, if it has one, with all that it stored. */
    void leave(ServerId server) throws IOException {
        var home = Optional.ofNullable(homes.remove(server));
        if (home.isPresent()) {
            FileUtils.deleteFully(home.get().directory());
        }
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
