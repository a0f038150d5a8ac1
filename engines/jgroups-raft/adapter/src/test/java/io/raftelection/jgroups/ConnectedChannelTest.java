package io.raftelection.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trackers of single servers, also if a channel was connected before, and readiness. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway") // every server is there before the tests
final class ConnectedChannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> NAMES = List.of("s1", "s2", "s3");

    private final Map<String, JChannel> channels = new LinkedHashMap<>();
    private final Map<String, Tracker> trackers = new LinkedHashMap<>();
    private final Tracker first = Tracker.lenient("first");
    private final String cluster = UUID.randomUUID().toString();

    @BeforeEach
    void connectAll() throws Exception {
        for (var name : NAMES) {
            var raft = new RAFT().raftId(name).members(NAMES).log(Stacks.log()).resendInterval(1_000);
            raft.stateMachine(new StackWithoutChannel.NoOpStateMachine());
            var channel = Stacks.channel(name, raft);
            channels.put(name, channel);
            JGroupsRaftLeadership.attach(channel, first.track(ServerId.of(name)));
            channel.connect(cluster);
        }
    }

    @AfterEach
    void closeAll() {
        first.ignore();
        channels.values().forEach(JChannel::close);
        trackers.values().forEach(Tracker::close);
        first.close();
    }

    private Tracker attachTo(String name) {
        var tracker = Tracker.lenient("only " + name);
        trackers.put(name, tracker);
        JGroupsRaftLeadership.attach(channels.get(name), tracker.track(ServerId.of(name)));
        return tracker;
    }

    @Test
    void presentStateOfConnectedChannelsIsReported() throws Exception {
        var leader = first.awaitLeader(PATIENCE);
        for (var name : NAMES) {
            if (!name.equals(leader.server().value())) {
                assertThat(new Object[] {view(name)}).containsExactly(leader.server());
            }
        }

        for (var name : NAMES) {
            var known = attachTo(name).awaitKnownLeader(PATIENCE);

            assertThat(known.server()).isEqualTo(leader.server());
            assertThat(known.term()).isEqualTo(leader.term());
            assertThat(trackers.get(name).members().orElseThrow().voters()).hasSize(3);
        }
    }

    /** Waits until the first tracker knows whom a server follows. */
    private ServerId view(String name) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var view = first.view(ServerId.of(name));
            if (view.isPresent() && view.get().leader().isPresent()) {
                return view.get().leader().get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(first.history());
    }

    @Test
    void channelThatWasAttachedWhenItWasConnectedReportsTheNextElection() throws Exception {
        var leader = first.awaitLeader(PATIENCE);
        var name = NAMES.stream()
                .filter(each -> !each.equals(leader.server().value()))
                .findFirst()
                .orElseThrow();
        var tracker = attachTo(name);

        channels.get(leader.server().value()).close();
        leader.awaitLost(PATIENCE);
        var next = first.awaitLeader(PATIENCE);

        var known = tracker.knownLeader();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!known.map(each -> each.server().equals(next.server())).orElse(false) && System.nanoTime() < end) {
            Thread.onSpinWait();
            known = tracker.knownLeader();
        }
        assertThat(known.orElseThrow().term()).isEqualTo(next.term());
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderIsReadyWhenItsFirstCommandIsCommitted() throws Exception {
        var leader = first.awaitLeader(PATIENCE);
        RAFT raft = channels.get(leader.server().value()).getProtocolStack().findProtocol(RAFT.class);
        assertThat(leader.isReady()).isFalse();

        raft.setAsync(new byte[] {1}, 0, 1).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        leader.awaitReady(PATIENCE); // with the commit index that the leader sends to the others
    }

    @Test
    void stateMachineReportsReadinessAtOnce() throws Exception {
        var leader = first.awaitLeader(PATIENCE);
        var channel = channels.get(leader.server().value());
        RAFT raft = channel.getProtocolStack().findProtocol(RAFT.class);
        raft.stateMachine(JGroupsRaftLeadership.withReadiness(raft.stateMachine(), channel));

        raft.setAsync(new byte[] {1}, 0, 1).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(leader.isReady()).isTrue();
    }
}
