package io.raftelection.microraft;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNodeStatus;
import io.microraft.model.message.RaftMessage;
import io.microraft.statemachine.StateMachine;
import io.microraft.transport.Transport;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tracks three servers on MicroRaft's own threads and timers. MicroRaft has no transport and no storage: every service
 * brings its own. Here the transport is a method call, and nothing is stored, so no socket and no file is involved. The
 * method {@code build} shows how a service attaches the adapter.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ProductionServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<RaftEndpoint> MEMBERS = List.of(new Name("s1"), new Name("s2"), new Name("s3"));

    private final Tracker tracker = Tracker.lenient("microraft");
    private final Map<RaftEndpoint, RaftNode> servers = new ConcurrentHashMap<>();

    /** How MicroRaft addresses a server. */
    private record Name(String id) implements RaftEndpoint {
        @Override
        public Object getId() {
            return id;
        }
    }

    /** Hands a message to the server that it is for. The server takes note of it, and returns at once. */
    private final class CallingTransport implements Transport {
        @Override
        public void send(RaftEndpoint target, RaftMessage message) {
            server(target).handle(message);
        }

        @Override
        public boolean isReachable(RaftEndpoint target) {
            return !RaftNodeStatus.isTerminal(server(target).getStatus());
        }
    }

    /** A service has its own state machine; this one applies nothing. */
    private static final class NoOpStateMachine implements StateMachine {
        private static final String NOTHING = "nothing";

        @Override
        public Object runOperation(long index, Object operation) {
            return NOTHING;
        }

        @Override
        public void takeSnapshot(long index, Consumer<Object> chunks) {
            chunks.accept(NOTHING);
        }

        @Override
        public void installSnapshot(long index, List<Object> chunks) {}

        @Override
        public Object getNewTermOperation() {
            return NOTHING;
        }
    }

    @AfterEach
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void closeAll() throws Exception {
        for (var server : servers.values()) {
            await(server.terminate());
        }
        tracker.close();
    }

    @Test
    void closedLeaderLosesLeadershipAndAnotherServerAcquiresALaterTerm() throws Exception {
        MEMBERS.forEach(member -> servers.put(member, build(member)));
        for (var server : servers.values()) {
            await(server.start());
        }

        var first = tracker.awaitLeader(PATIENCE);
        await(server(new Name(first.server().value())).terminate());
        var loss = first.awaitLost(PATIENCE);
        var second = tracker.awaitLeader(PATIENCE);

        assertThat(loss.term()).isEqualTo(first.term());
        assertThat(second.server()).isNotEqualTo(first.server());
        assertThat(second.term().orElseThrow()).isGreaterThan(first.term().orElseThrow());
        assertThat(tracker.anomalies()).isEmpty();
    }

    /** Builds one server as a service does, and attaches the tracker to its reports. */
    private RaftNode build(RaftEndpoint member) {
        var sink = tracker.track(ServerId.of((String) member.getId()));
        return RaftNode.newBuilder()
                .setGroupId("group")
                .setLocalEndpoint(member)
                .setInitialGroupMembers(MEMBERS)
                .setConfig(RaftConfig.newBuilder()
                        .setLeaderHeartbeatPeriodSecs(1)
                        .setLeaderHeartbeatTimeoutSecs(3)
                        .build())
                .setTransport(new CallingTransport())
                .setStateMachine(new NoOpStateMachine())
                .setRaftNodeReportListener(MicroRaftLeadership.attach(sink))
                .build();
    }

    private RaftNode server(RaftEndpoint name) {
        return requireNonNull(servers.get(name));
    }

    private static void await(CompletableFuture<?> answer) throws Exception {
        answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
