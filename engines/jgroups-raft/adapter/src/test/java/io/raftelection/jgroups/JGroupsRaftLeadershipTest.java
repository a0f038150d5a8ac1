package io.raftelection.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.util.ExtendedUUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What jgroups-raft's callbacks become, in the orders that a real cluster cannot be made to produce; and that the
 * user's get them all. The server is one of two, so that it elects nobody by itself: the test does, as the engine's
 * election would.
 */
@SuppressWarnings("NullAway") // null is what some tests are about, and how the engine says that nobody leads
final class JGroupsRaftLeadershipTest {
    private final Tracker tracker = Tracker.lenient("jgroups-raft");
    private final List<String> calls = new ArrayList<>();
    private final String name = UUID.randomUUID().toString();
    private final RAFT raft =
            new RAFT().raftId("s1").members(List.of("s1", "s2")).log(Stacks.log());
    private final JChannel channel = Stacks.channel("s1", raft);

    private void attachAndConnect() throws Exception {
        raft.addRoleListener(role -> called("first: " + role));
        JGroupsRaftLeadership.attach(channel, tracker.track(ServerId.of("s1")));
        raft.addRoleListener(role -> called("second: " + role));
        channel.connect(name);
    }

    /** What a user's listener does: it keeps what it was called with, and throws. */
    private void called(String what) {
        calls.add(what);
        throw new IllegalStateException(what);
    }

    private void elect(Address server, long term) {
        raft.setLeaderAndTerm(server, term);
    }

    @AfterEach
    void closeAll() {
        channel.close();
        tracker.close();
    }

    @Test
    void usersListenersAreCalledInTheSameOrderAndMayThrow() throws Exception {
        attachAndConnect();

        elect(channel.getAddress(), 3);
        elect(null, 4);

        assertThat(calls).containsExactly("first: Leader", "second: Leader", "first: Follower", "second: Follower");
        assertThat(heard()).isEqualTo("acquired term 3, lost term 3");
    }

    @Test
    void termIsThatOfTheEvent() throws Exception {
        attachAndConnect();

        elect(channel.getAddress(), 3);
        elect(ExtendedUUID.randomUUID("s2"), 5);
        elect(channel.getAddress(), 8);

        assertThat(heard()).isEqualTo("acquired term 3, lost term 3, acquired term 8");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void endOfTheChannelIsALoss() throws Exception {
        attachAndConnect();
        elect(channel.getAddress(), 3);

        channel.close();

        assertThat(heard()).isEqualTo("acquired term 3, lost term 3");
    }

    @Test
    void electionThatOutlivesTheChannelIsNoLeadership() throws Exception {
        attachAndConnect();
        var self = channel.getAddress();
        channel.disconnect();

        raft.setAddress(self);
        elect(self, 3);

        assertThat(calls).contains("first: Leader");
        assertThat(heard()).isEmpty();
    }

    @Test
    void channelThatIsConnectedAgainIsHeardAgain() throws Exception {
        attachAndConnect();
        channel.disconnect();
        channel.connect(name);

        elect(channel.getAddress(), 3);

        assertThat(heard()).isEqualTo("acquired term 3");
    }

    @Test
    void channelWithoutRaftIsRefused() throws Exception {
        LeadershipSink sink = tracker.track(ServerId.of("s1"));
        try (var other = new JChannel(new SHARED_LOOPBACK(), new SHARED_LOOPBACK_PING()).name("s2")) {
            assertThatThrownBy(() -> JGroupsRaftLeadership.attach(other, sink))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("channel s2: has no RAFT in its stack");
        }
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> JGroupsRaftLeadership.attach(channel, null)).hasMessage("sink: is null");
        assertThatThrownBy(() -> JGroupsRaftLeadership.attach((JChannel) null, tracker.track(ServerId.of("s2"))))
                .hasMessage("channel: is null");
    }

    private String heard() {
        return tracker.history().events().stream()
                .filter(event -> event instanceof Acquired || event instanceof Lost)
                .map(event -> event.toString().replaceAll("^\\S+ s1 ((acquired|lost) term \\d+).*", "$1"))
                .collect(Collectors.joining(", "));
    }
}
