package io.raftelection.jraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.NodeId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.rpc.impl.BoltRpcServer;
import com.alipay.sofa.jraft.util.Describer;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipClaim;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real node whose state machine is not wrapped, and the answers of other nodes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class JRaftPollTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();
    private static final ServerId S1 = ServerId.of("s1");

    /** A service has its own state machine; this one applies nothing. */
    private static final class NoOpStateMachine extends StateMachineAdapter {
        @Override
        public void onApply(Iterator committed) {
            while (committed.hasNext()) {
                committed.next();
            }
        }
    }

    @Test
    void nodeThatRunsAlreadyIsPolledUntilItsShutdown(@TempDir Path home) throws Exception {
        var transport = new BoltRpcServer(new com.alipay.remoting.rpc.RpcServer(LOOPBACK, 0, true));
        RaftRpcServerFactory.addRaftRequestProcessors(transport);
        transport.init(null);
        var peer = new PeerId(LOOPBACK, transport.boundPort());
        var options = new NodeOptions();
        options.setFsm(new NoOpStateMachine());
        options.setInitialConf(new Configuration(List.of(peer)));
        options.setLogUri(home.resolve("log").toString());
        options.setRaftMetaUri(home.resolve("meta").toString());
        var service = new RaftGroupService("group", peer, options, transport);
        try (var tracker = Tracker.lenient("polled")) {
            var node = service.start(false);
            tracker.track(JRaftLeadership.poll(S1, node).withInterval(Duration.ofMillis(10)));
            var leadership = tracker.await(S1, PATIENCE);
            assertThat(leadership.term()).hasValue(1);

            service.shutdown();
            service.join();

            assertThat(leadership.awaitLost(PATIENCE).reason())
                    .contains("cannot be polled", node.getNodeId() + ": has the state STATE_SHUT");
            assertThat(tracker.anomalies()).isEmpty();
        } finally {
            if (transport.isStarted()) {
                transport.shutdown();
            }
        }
    }

    private static Node describing(String... lines) {
        return (Node) Proxy.newProxyInstance(
                Node.class.getClassLoader(), new Class<?>[] {Node.class}, (proxy, method, args) -> {
                    if (method.getName().equals("describe")) {
                        var out = (Describer.Printer) args[0];
                        for (var line : lines) {
                            int value = line.indexOf(": ") + 2;
                            out.print(line.substring(0, value)).println(line.substring(value));
                        }
                        return null;
                    }
                    return new NodeId("group", new PeerId("server", 1));
                });
    }

    @Test
    void onlyALeaderClaimsToLead() throws IOException {
        assertThat(new NodeProbe(S1, describing("state: STATE_LEADER", "leaderId: server:1", "term: 7")).poll())
                .contains(LeadershipClaim.self(S1, 7));
        assertThat(new NodeProbe(S1, describing("state: STATE_TRANSFERRING", "term: 7")).poll())
                .isEmpty();
        assertThat(new NodeProbe(S1, describing("state: STATE_CANDIDATE", "term: 7")).poll())
                .isEmpty();
    }

    @Test
    void nodeThatFailedOrDescribesItselfOtherwiseCannotBePolled() {
        assertThatThrownBy(() -> new NodeProbe(S1, describing("state: STATE_ERROR", "term: 7")).poll())
                .hasMessage("node <group/server:1>: has the state STATE_ERROR");
        assertThatThrownBy(() -> new NodeProbe(S1, describing("epoch: 7")).poll())
                .hasMessage("node <group/server:1>: does not describe its state and term");
    }
}
