package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;

/** The servers of one group as Ratis knows them, each with its address. Safe for use by many threads. */
final class Peers {
    static final String LOOPBACK = "127.0.0.1";

    private final RaftGroupId group = RaftGroupId.valueOf(UUID.randomUUID());
    private final Map<ServerId, RaftPeer> peers = new ConcurrentHashMap<>();
    private final FreePorts ports;

    Peers(FreePorts ports) {
        this.ports = ports;
    }

    /** Assigns new addresses to servers, instead of their present ones. */
    void assign(List<ServerId> servers) throws IOException {
        var chosen = ports.choose(servers.size()).iterator();
        for (var server : servers) {
            var peer = RaftPeer.newBuilder()
                    .setId(server.value())
                    .setAddress(LOOPBACK + ":" + chosen.next())
                    .build();
            peers.put(server, peer);
        }
    }

    /** Whether a server has an address, because it runs or ran before. */
    boolean isKnown(ServerId server) {
        return peers.containsKey(server);
    }

    void forget(ServerId server) {
        peers.remove(server);
    }

    RaftPeer of(ServerId server) {
        return Optional.ofNullable(peers.get(server)).orElseThrow();
    }

    List<RaftPeer> of(Collection<ServerId> servers) {
        return servers.stream().map(this::of).toList();
    }

    /** Returns the group as a server knows it at its start: without members if a leader will add the server. */
    RaftGroup group(ServerConfig config) {
        return config.isMember()
                ? RaftGroup.valueOf(
                        group,
                        Stream.concat(
                                        of(config.voters()).stream(),
                                        of(config.learners()).stream().map(Peers::listener))
                                .toList())
                : RaftGroup.valueOf(group);
    }

    /** A listener must know from its start that it is one. */
    private static RaftPeer listener(RaftPeer peer) {
        return RaftPeer.newBuilder(peer).setStartupRole(RaftPeerRole.LISTENER).build();
    }

    static int port(RaftPeer peer) {
        var address = peer.getAddress();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Whether a server could listen on its port now. */
    boolean isPortFree(ServerId server) {
        try (var socket = new ServerSocket(port(of(server)), 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
