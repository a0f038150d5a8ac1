package io.raftelection.ratis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.ExitUtils.ExitException;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tracks three servers that run as in production: they talk gRPC and keep their logs in files. The method {@code build}
 * shows how a service attaches the adapter.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ProductionServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();
    private static final int PORT_ATTEMPTS = 5;

    private final Map<ServerId, RaftServer> servers = new LinkedHashMap<>();
    private Tracker tracker = Tracker.lenient("ratis");

    /** Ratis ends the JVM if a port is taken. In this test, it throws an {@code ExitException} instead. */
    @BeforeAll
    static void keepTheJvmAlive() {
        ExitUtils.disableSystemExit();
    }

    @AfterEach
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void closeAll() throws IOException {
        for (var server : servers.values()) {
            server.close();
        }
        servers.clear();
        tracker.close();
    }

    @Test
    void closedLeaderLosesLeadershipAndAnotherServerAcquiresALaterTerm(@TempDir Path directory) throws Exception {
        startServers(directory);

        var first = tracker.awaitLeader(PATIENCE);
        requireNonNull(servers.get(first.server())).close();
        var loss = first.awaitLost(PATIENCE);
        var second = tracker.awaitLeader(PATIENCE);

        assertThat(loss.term()).isEqualTo(first.term());
        assertThat(second.server()).isNotEqualTo(first.server());
        assertThat(second.term().orElseThrow()).isGreaterThan(first.term().orElseThrow());
        assertThat(tracker.anomalies()).isEmpty();
    }

    /** Starts all servers. If another process takes one of their ports first, it starts all again on other ports. */
    private void startServers(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            var group = groupOnFreePorts();
            try {
                for (var peer : group.getPeers()) {
                    var home = directory.resolve(attempt + "-" + peer.getId());
                    var server = build(peer, group, home);
                    servers.put(ServerId.of(peer.getId().toString()), server);
                    server.start();
                }
                return;
            } catch (ExitException e) {
                if (attempt == PORT_ATTEMPTS) {
                    throw e;
                }
                closeAll();
                tracker = Tracker.lenient("ratis");
            }
        }
    }

    /** Builds one server as a service does, and attaches the tracker to its state machine. */
    private RaftServer build(RaftPeer peer, RaftGroup group, Path home) throws IOException {
        var properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(home.toFile()));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.ONE_SECOND);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.ONE_SECOND.multiply(2));
        GrpcConfigKeys.Server.setHost(properties, LOOPBACK);
        GrpcConfigKeys.Server.setPort(
                properties, Integer.parseInt(peer.getAddress().replaceFirst(".*:", "")));

        var stateMachine = new BaseStateMachine(); // a service has its own
        var sink = tracker.track(ServerId.of(peer.getId().toString()));
        return RaftServer.newBuilder()
                .setServerId(peer.getId())
                .setGroup(group)
                .setProperties(properties)
                .setStateMachine(RatisLeadership.attach(stateMachine, sink))
                .build();
    }

    private static RaftGroup groupOnFreePorts() throws IOException {
        var peers = new ArrayList<RaftPeer>();
        for (int port : freePorts(3)) {
            peers.add(RaftPeer.newBuilder()
                    .setId("s" + (peers.size() + 1))
                    .setAddress(LOOPBACK + ":" + port)
                    .build());
        }
        return RaftGroup.valueOf(RaftGroupId.randomId(), peers);
    }

    /** The ports are free when this method returns; another process may take one before a server binds it. */
    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
