package io.raftelection.jgroups;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tracks three servers that run as in production: they talk TCP, find each other by a list of addresses, and keep their
 * logs in files. The method {@code start} shows how a service attaches the adapter.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ProductionServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final List<String> MEMBERS = List.of("s1", "s2", "s3");
    private static final int PORT_ATTEMPTS = 5;

    private final Map<ServerId, JChannel> servers = new LinkedHashMap<>();
    private Tracker tracker = Tracker.lenient("jgroups-raft");

    @AfterEach
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void closeAll() {
        servers.values().forEach(JChannel::close);
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
    private void startServers(Path directory) throws Exception {
        for (int attempt = 1; ; attempt++) {
            var addresses = freeAddresses(MEMBERS.size());
            try {
                for (int i = 0; i < MEMBERS.size(); i++) {
                    start(MEMBERS.get(i), addresses.get(i), addresses, directory.resolve("attempt-" + attempt));
                }
                return;
            } catch (Exception e) {
                if (attempt == PORT_ATTEMPTS || !isPortTaken(e)) {
                    throw e;
                }
                closeAll();
                tracker = Tracker.lenient("jgroups-raft");
            }
        }
    }

    /** Starts one server as a service does, and attaches the tracker to its channel. */
    private void start(String name, InetSocketAddress address, List<InetSocketAddress> all, Path logs)
            throws Exception {
        var raft = new RAFT()
                .raftId(name)
                .members(MEMBERS)
                .logClass(FileBasedLog.class.getName())
                .logDir(logs.toString());
        var channel = new JChannel(
                        new TCP()
                                .setBindAddress(LOOPBACK)
                                .setBindPort(address.getPort())
                                .setPortRange(0),
                        new TCPPING().setInitialHosts(all),
                        new MERGE3(),
                        new FD_SOCK2(),
                        new FD_ALL3(),
                        new VERIFY_SUSPECT2(),
                        new NAKACK2(),
                        new UNICAST3(),
                        new STABLE(),
                        new NO_DUPES(),
                        new GMS().printLocalAddress(false),
                        new ELECTION(),
                        raft,
                        new REDIRECT())
                .name(name);
        var id = ServerId.of(name);
        servers.put(id, channel);
        JGroupsRaftLeadership.attach(channel, tracker.track(id));
        channel.connect("cluster");
    }

    /** The ports are free when this method returns; another process may take one before a server binds it. */
    private static List<InetSocketAddress> freeAddresses(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, LOOPBACK));
            }
            return sockets.stream()
                    .map(socket -> new InetSocketAddress(LOOPBACK, socket.getLocalPort()))
                    .toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean isPortTaken(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
