package io.raftelection.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipClaim;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the adapter reports of a server whose division is in a certain state, in orders that are rare in a cluster. */
@SuppressWarnings("NullAway") // the storage of initialize is null
final class RatisReportsTest {
    private static final RaftPeerId SELF = RaftPeerId.valueOf("s1");
    private static final RaftPeerId OTHER = RaftPeerId.valueOf("s2");
    private static final RaftGroupId GROUP = RaftGroupId.randomId();
    private static final RaftGroupId ANOTHER_GROUP = RaftGroupId.randomId();
    private static final RaftGroupMemberId MEMBER = RaftGroupMemberId.valueOf(SELF, GROUP);

    private final Tracker tracker = Tracker.lenient("ratis");
    private final ScriptedServer server = new ScriptedServer();
    private final StateMachine attached =
            RatisLeadership.attach(new BaseStateMachine(), tracker.track(ServerId.of("s1")));

    @BeforeEach
    void initialize() throws IOException {
        attached.initialize(server.server(), GROUP, null);
    }

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    private void elected(long term) {
        server.term = term;
        server.role = RaftPeerRole.LEADER;
        server.leader = SELF;
        attached.event().notifyLeaderChanged(MEMBER, SELF);
    }

    private void follows(RaftPeerId leader, long term) {
        server.term = term;
        server.role = RaftPeerRole.FOLLOWER;
        server.leader = leader;
        server.vote = RaftStorageMetadata.valueOf(term, leader);
        attached.event().notifyLeaderChanged(MEMBER, leader);
    }

    @Test
    void followerReportsItsLeaderWithTheTerm() {
        follows(OTHER, 3);
        follows(OTHER, 3);
        follows(OTHER, 5);

        assertThat(heard()).isEqualTo("s1 follows s2 term 3, s1 follows s2 term 5");
    }

    @Test
    void followerWhoseTermIsNotCertainReportsItsLeaderWithTheFirstEntry() {
        follows(OTHER, 3);
        server.vote = RaftStorageMetadata.valueOf(4, SELF);
        server.term = 4;
        attached.event().notifyLeaderChanged(MEMBER, RaftPeerId.valueOf("s3"));
        attached.event().notifyTermIndexUpdated(3, 7);
        assertThat(heard()).isEqualTo("s1 follows s2 term 3");

        attached.event().notifyTermIndexUpdated(4, 8);
        attached.event().notifyTermIndexUpdated(4, 9);

        assertThat(heard()).isEqualTo("s1 follows s2 term 3, s1 follows s3 term 4");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderThatFollowsAnotherBeforeItIsToldOfItsLossReportsItWithTheFirstEntry() throws IOException {
        elected(3);
        server.role = RaftPeerRole.FOLLOWER;
        server.vote = RaftStorageMetadata.valueOf(4, SELF);
        server.term = 4;
        attached.event().notifyLeaderChanged(MEMBER, OTHER);
        attached.leaderEvent().notifyNotLeader(List.of());
        attached.event().notifyTermIndexUpdated(4, 8);

        assertThat(heard())
                .isEqualTo("s1 acquired term 3, s1 lost term 3 (\"another leader: s2\"), s1 follows s2 term 4");
    }

    @Test
    void leaderThatLostFollowsNobodyInItsTerm() throws IOException {
        elected(3);
        server.role = RaftPeerRole.FOLLOWER;
        attached.leaderEvent().notifyNotLeader(List.of());
        follows(OTHER, 4);

        assertThat(heard())
                .isEqualTo("s1 acquired term 3, s1 lost term 3 (stepped down), s1 follows nobody term 3"
                        + ", s1 follows s2 term 4");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderThatClosesFollowsNobodyWhoIsKnown() throws IOException {
        elected(3);
        server.state = LifeCycle.State.CLOSING;
        attached.leaderEvent().notifyNotLeader(List.of());
        attached.close();

        assertThat(heard()).isEqualTo("s1 acquired term 3, s1 lost term 3 (\"server closed\")");
        assertThat(tracker.view(ServerId.of("s1"))).isEmpty();
    }

    @Test
    void readyIsReportedOnce() {
        elected(3);
        server.ready = true;
        attached.leaderEvent().notifyLeaderReady();
        attached.leaderEvent().notifyLeaderReady();

        assertThat(heard()).isEqualTo("s1 acquired term 3, s1 ready term 3");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void readinessOfAnEndedLeadershipIsNotThatOfTheNext() {
        elected(3);
        server.role = RaftPeerRole.FOLLOWER;
        elected(5);
        attached.leaderEvent().notifyLeaderReady(); // of term 3: the thread that applies the log was slow

        assertThat(tracker.leader().orElseThrow().isReady()).isFalse();
    }

    @Test
    void leadershipThatEndsWhileItsReadinessIsReadIsNotReady() {
        elected(3);
        server.ready = true;
        server.betweenReads = () -> server.term = 5;
        attached.leaderEvent().notifyLeaderReady();

        assertThat(heard()).isEqualTo("s1 acquired term 3");
    }

    @Test
    void followerWithoutALeaderForLongFollowsNobody() {
        follows(OTHER, 3);
        server.leader = null;
        server.term = 4;
        attached.followerEvent().notifyExtendedNoLeader(RoleInfoProto.getDefaultInstance());
        attached.followerEvent().notifyExtendedNoLeader(RoleInfoProto.getDefaultInstance());

        assertThat(heard()).isEqualTo("s1 follows s2 term 3, s1 follows nobody term 4");
    }

    @Test
    void anotherGroupWithoutALeaderDoesNotCount() throws IOException {
        attached.initialize(server.server(), ANOTHER_GROUP, null);
        follows(OTHER, 3);
        attached.event().notifyLeaderChanged(RaftGroupMemberId.valueOf(SELF, ANOTHER_GROUP), RaftPeerId.valueOf("s3"));
        attached.followerEvent().notifyExtendedNoLeader(RoleInfoProto.getDefaultInstance());

        assertThat(heard()).isEqualTo("s1 follows s2 term 3");
    }

    @Test
    void completeConfigurationIsReportedWithListenersAsLearners() {
        var change = RaftConfigurationProto.newBuilder()
                .addPeers(peer("s1"))
                .addPeers(peer("s2"))
                .addListeners(peer("s3"));
        attached.event()
                .notifyConfigurationChanged(
                        1, 7, change.clone().addOldPeers(peer("s1")).build());
        assertThat(heard()).isEmpty();

        attached.event().notifyConfigurationChanged(1, 8, change.build());
        attached.event().notifyConfigurationChanged(2, 9, change.build());

        assertThat(heard()).isEqualTo("s1 members s1 s2 learners s3");
    }

    @Test
    void peersHaveTheNamesOfTheUsersFunction() throws IOException {
        var named = RatisLeadership.attach(
                new BaseStateMachine(),
                tracker.track(ServerId.of("n1")),
                peer -> ServerId.of("n" + peer.toString().substring(1)));
        named.initialize(server.server(), GROUP, null);

        server.term = 3;
        server.vote = RaftStorageMetadata.valueOf(3, OTHER);
        named.event().notifyLeaderChanged(MEMBER, OTHER);
        named.event()
                .notifyConfigurationChanged(
                        1,
                        8,
                        RaftConfigurationProto.newBuilder().addPeers(peer("s1")).build());

        assertThat(heard()).isEqualTo("n1 follows n2 term 3, n1 members n1");
    }

    @Test
    void peerThatTheUsersFunctionDoesNotNameHasItsIdAsItsName() {
        StateMachine.Registry users = group -> new BaseStateMachine();
        var throwing = RatisLeadership.attach(users, group -> tracker.track(ServerId.of("n1")), peer -> {
                    throw new StackOverflowError(peer.toString());
                })
                .apply(GROUP);
        var silent = RatisLeadership.attach(users, group -> tracker.track(ServerId.of("n2")), peer -> null)
                .apply(GROUP);

        throwing.event().notifyLeaderChanged(MEMBER, OTHER);
        silent.event().notifyLeaderChanged(MEMBER, OTHER);
        silent.event().notifyLeaderChanged(MEMBER, RaftPeerId.valueOf("a\u200bb " + "c".repeat(300)));

        assertThat(heard())
                .isEqualTo("n1 follows s2, n2 follows s2, n2 follows a?b?" + "c".repeat(ServerId.MAX_LENGTH - 4));
    }

    @Test
    void groupThatIsAddedAgainWithTheSameStateMachineIsReportedAgain() throws IOException {
        elected(3);
        server.state = LifeCycle.State.CLOSING;
        attached.close();
        server.state = LifeCycle.State.RUNNING;
        attached.initialize(server.server(), GROUP, null);
        elected(4);

        assertThat(heard()).isEqualTo("s1 acquired term 3, s1 lost term 3 (\"server closed\"), s1 acquired term 4");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void polledDivisionLeadsTheTermThatItHasBeforeAndAfterTheQuestion() throws IOException {
        var probe = new DivisionProbe(ServerId.of("s1"), server.server(), GROUP);
        server.term = 3;
        assertThat(probe.poll()).isEmpty();

        server.role = RaftPeerRole.LEADER;
        server.betweenReads = () -> { // it lost term 3 and won term 5 since
            server.betweenReads = () -> {};
            server.term = 5;
        };

        assertThat(probe.poll()).contains(LeadershipClaim.self(ServerId.of("s1"), 5));
    }

    @Test
    void polledDivisionThatIsClosedDoesNotLead() {
        var probe = new DivisionProbe(ServerId.of("s1"), server.server(), GROUP);
        server.role = RaftPeerRole.LEADER;
        server.state = LifeCycle.State.CLOSED;

        assertThatThrownBy(probe::poll)
                .isInstanceOf(IOException.class)
                .hasMessage("division s1@" + GROUP + ": is closed");
    }

    private static RaftPeerProto peer(String id) {
        return RaftPeerProto.newBuilder().setId(ByteString.copyFromUtf8(id)).build();
    }

    /** The events without their times. */
    private String heard() {
        return tracker.history().events().stream()
                .map(LeadershipEvent::toString)
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.joining(", "));
    }
}
