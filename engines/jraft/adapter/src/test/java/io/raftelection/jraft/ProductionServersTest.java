package io.raftelection.jraft;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.BoltRpcServer;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tracks three servers that run as in production: they talk Bolt, and keep their logs in RocksDB and their terms and
 * votes in files. The method {@code start} shows how a service attaches the adapter.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ProductionServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();
    private static final int ANY_FREE_PORT = 0;

    private final Tracker tracker = Tracker.lenient("jraft");
    private final Map<ServerId, RaftGroupService> servers = new LinkedHashMap<>();
    private final List<BoltRpcServer> transports = new ArrayList<>();

    /** A service has its own state machine; this one applies nothing. */
    private static final class NoOpStateMachine extends StateMachineAdapter {
        @Override
        public void onApply(Iterator committed) {
            while (committed.hasNext()) {
                committed.next();
            }
        }
    }

    @AfterEach
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void closeAll() throws InterruptedException {
        for (var server : servers.values()) {
            close(server);
        }
        transports.stream().filter(BoltRpcServer::isStarted).forEach(BoltRpcServer::shutdown);
        tracker.close();
    }

    @Test
    void closedLeaderLosesLeadershipAndAnotherServerAcquiresALaterTerm(@TempDir Path directory) throws Exception {
        startServers(directory);

        var first = tracker.awaitLeader(PATIENCE);
        close(requireNonNull(servers.get(first.server())));
        var loss = first.awaitLost(PATIENCE);
        var second = tracker.awaitLeader(PATIENCE);

        assertThat(loss.term()).isEqualTo(first.term());
        assertThat(second.server()).isNotEqualTo(first.server());
        assertThat(second.term().orElseThrow()).isGreaterThan(first.term().orElseThrow());
        assertThat(tracker.anomalies()).isEmpty();
    }

    private void startServers(Path directory) throws IOException {
        for (int i = 0; i < 3; i++) {
            transports.add(listen());
        }
        var peers = transports.stream()
                .map(transport -> new PeerId(LOOPBACK, transport.boundPort()))
                .toList();
        for (var transport : transports) {
            var id = ServerId.of("s" + (servers.size() + 1));
            servers.put(id, start(id, transport, peers, Files.createDirectory(directory.resolve(id.value()))));
        }
    }

    /**
     * Binds a port that the system chooses, so that no other process can have it. Production servers listen on a known
     * port, and let {@code RaftGroupService} make this object; that one listens on all interfaces.
     */
    private static BoltRpcServer listen() {
        var transport = new BoltRpcServer(new com.alipay.remoting.rpc.RpcServer(LOOPBACK, ANY_FREE_PORT, true));
        RaftRpcServerFactory.addRaftRequestProcessors(transport);
        transport.init(null);
        return transport;
    }

    /** Starts one server as a service does, and attaches the tracker to its state machine. */
    private RaftGroupService start(ServerId id, RpcServer transport, List<PeerId> peers, Path home) {
        var stateMachine = new NoOpStateMachine();
        var options = new NodeOptions();
        options.setFsm(JRaftLeadership.attach(stateMachine, tracker.track(id)));
        options.setInitialConf(new Configuration(peers));
        options.setLogUri(home.resolve("log").toString());
        options.setRaftMetaUri(home.resolve("meta").toString());

        var service = new RaftGroupService("group", new PeerId(LOOPBACK, transport.boundPort()), options, transport);
        service.start(false); // its transport listens already
        return service;
    }

    private static void close(RaftGroupService server) throws InterruptedException {
        server.shutdown();
        server.join();
    }
}
