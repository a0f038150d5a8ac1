package io.raftelection.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that takes part in two groups, whose second is added and removed at run time. */
final class RatisGroupsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ServerId S1 = ServerId.of("s1");
    private static final RaftGroup FIRST = group(1);
    private static final RaftGroup SECOND = group(2);

    private final Map<RaftGroupId, Tracker> trackers = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    private static RaftGroup group(long number) {
        return RaftGroup.valueOf(RaftGroupId.valueOf(new UUID(0, number)), LoneServer.PEER);
    }

    @AfterEach
    void closeTheTrackers() {
        trackers.values().forEach(Tracker::close);
    }

    private Tracker tracker(RaftGroupId group) {
        return trackers.computeIfAbsent(group, id -> Tracker.lenient("group " + id));
    }

    private Tracker tracker(RaftGroup group) {
        return tracker(group.getGroupId());
    }

    private long acquisitions(RaftGroup group) {
        return tracker(group).history().events().stream()
                .filter(Acquired.class::isInstance)
                .count();
    }

    private RaftServer.Builder server() {
        return LoneServer.builder(directory, FIRST);
    }

    private static void add(RaftServer server, RaftGroup group) throws IOException {
        server.groupManagement(GroupManagementRequest.newAdd(
                ClientId.randomId(), LoneServer.PEER.getId(), CallId.getAndIncrement(), group, true));
    }

    private static void remove(RaftServer server, RaftGroup group) throws IOException {
        server.groupManagement(GroupManagementRequest.newRemove(
                ClientId.randomId(),
                LoneServer.PEER.getId(),
                CallId.getAndIncrement(),
                group.getGroupId(),
                true,
                false));
    }

    /** The engine's own state machine of a group is what says that it leads: the tracker of the group is not asked. */
    private static void awaitLeader(RaftServer server, RaftGroup group, Leaders leaders) throws Exception {
        assertThat(leaders.await(group.getGroupId())).isTrue();
        assertThat(server.getDivision(group.getGroupId()).getInfo().isLeader()).isTrue();
    }

    @Test
    void eachGroupOfARegistryReportsToASinkOfItsOwn() throws Exception {
        try (var server = server().setStateMachineRegistry(RatisLeadership.attach(
                        (StateMachine.Registry) group -> new BaseStateMachine(),
                        group -> tracker(group).track(S1)))
                .build()) {
            server.start();
            tracker(FIRST).await(S1, PATIENCE);
            add(server, SECOND);
            var second = tracker(SECOND).await(S1, PATIENCE);
            remove(server, SECOND);

            assertThat(second.awaitLost(PATIENCE).server()).isEqualTo(S1);
            assertThat(tracker(FIRST).leader()).isPresent();
            assertThat(acquisitions(FIRST)).isEqualTo(1);

            add(server, SECOND);
            tracker(SECOND).await(S1, PATIENCE).awaitReady(PATIENCE);
            assertThat(tracker(SECOND).members().orElseThrow().voters()).containsExactly(S1);
            assertThat(tracker(FIRST).anomalies()).isEmpty();
            assertThat(tracker(SECOND).anomalies()).isEmpty();
        }
    }

    @Test
    void stateMachineThatTwoGroupsShareReportsTheFirstOnly() throws Exception {
        var leaders = new Leaders();
        try (var server = server().setStateMachine(
                        RatisLeadership.attach(leaders, tracker(FIRST).track(S1)))
                .build()) {
            server.start();
            var first = tracker(FIRST).await(S1, PATIENCE);
            add(server, SECOND);
            awaitLeader(server, SECOND, leaders);
            var members = tracker(FIRST).members(); // those that it had when it was the only group, if any
            remove(server, SECOND);
            assertThat(leaders.awaitNotLeader()).isTrue();

            assertThat(first.isHeld()).isTrue();
            assertThat(acquisitions(FIRST)).isEqualTo(1);

            remove(server, FIRST);
            assertThat(first.awaitLost(PATIENCE).server()).isEqualTo(S1);
            assertThat(tracker(FIRST).anomalies()).isEmpty();
            assertThat(tracker(FIRST).members()).isEqualTo(members);
        }
    }

    @Test
    void usersStateMachineIsUnwrappedFromTheDivision() throws Exception {
        var users = new BaseStateMachine();
        try (var server = server().setStateMachine(
                        RatisLeadership.attach(users, tracker(FIRST).track(S1)))
                .build()) {
            var held = server.getDivision(FIRST.getGroupId()).getStateMachine();

            assertThat(RatisLeadership.unwrap(held)).isSameAs(users);
        }
    }

    @Test
    void sinkOfAGroupIsAskedForOnce() {
        var registry = RatisLeadership.attach(
                (StateMachine.Registry) group -> new BaseStateMachine(),
                group -> tracker(group).track(S1));

        var first = registry.apply(FIRST.getGroupId());
        var again = registry.apply(FIRST.getGroupId());

        assertThat(RatisLeadership.unwrap(again)).isNotSameAs(RatisLeadership.unwrap(first));
    }

    @Test
    void whatTheFunctionThrowsReachesRatis() {
        var registry = RatisLeadership.attach((StateMachine.Registry) group -> new BaseStateMachine(), group -> {
            throw new IllegalStateException("no tracker for " + group);
        });

        assertThatThrownBy(() -> registry.apply(FIRST.getGroupId()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no tracker for");
    }
}
