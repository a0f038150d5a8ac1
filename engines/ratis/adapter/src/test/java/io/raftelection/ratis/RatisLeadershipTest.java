package io.raftelection.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What Ratis's callbacks become, in the orders that a real cluster cannot be made to produce; and that the user's get
 * them all.
 */
@SuppressWarnings("NullAway") // null is what some tests are about
final class RatisLeadershipTest {
    private static final RaftPeerId SELF = RaftPeerId.valueOf("s1");
    private static final RaftPeerId OTHER = RaftPeerId.valueOf("s2");
    private static final RaftGroupMemberId MEMBER = RaftGroupMemberId.valueOf(SELF, RaftGroupId.randomId());

    private final Tracker tracker = Tracker.lenient("ratis");
    private final Users users = new Users();
    private final StateMachine attached = RatisLeadership.attach(users, tracker.track(ServerId.of("s1")));

    /** A user's state machine: keeps what it was called with, and may throw. */
    private static final class Users extends BaseStateMachine {
        private final List<String> calls = new ArrayList<>();
        private boolean throwing;

        private void called(String what) {
            calls.add(what);
            if (throwing) {
                throw new IllegalStateException(what);
            }
        }

        @Override
        public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
            called("changed to " + leader);
        }

        @Override
        public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) {
            called("initialized");
        }

        @Override
        public void notifyLeaderReady() {
            called("ready");
        }

        @Override
        public void notifyNotLeader(Collection<TransactionContext> pending) throws IOException {
            called("not leader");
            throw new IOException("users'");
        }

        @Override
        public void notifyExtendedNoLeader(RoleInfoProto role) {
            called("no leader");
        }

        @Override
        public void close() {
            called("closed");
        }
    }

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    @Test
    void usersCallbacksAreCalledInTheSameOrder() {
        attached.event().notifyLeaderChanged(MEMBER, SELF);
        attached.leaderEvent().notifyLeaderReady();
        attached.event().notifyLeaderChanged(MEMBER, OTHER);
        attached.followerEvent().notifyExtendedNoLeader(null);

        assertThat(users.calls).containsExactly("changed to s1", "ready", "changed to s2", "no leader");
    }

    @Test
    void whatUsersThrowReachesRatisAsItIsAndTheTrackerHearsAllTheSame() {
        users.throwing = true;

        assertThatThrownBy(() -> attached.event().notifyLeaderChanged(MEMBER, SELF))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("changed to s1");
        users.throwing = false;
        assertThatThrownBy(() -> attached.leaderEvent().notifyNotLeader(List.of()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("users'");

        assertThat(heard()).isEqualTo("s1 acquired, s1 lost (\"server closed\")"); // there is no server that runs
    }

    @Test
    void repeatedAcquisitionIsReportedOnce() {
        attached.event().notifyLeaderChanged(MEMBER, SELF);
        attached.event().notifyLeaderChanged(MEMBER, SELF);

        assertThat(heard()).isEqualTo("s1 acquired");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void anotherLeaderEndsALeadershipWhoseLossWasSkipped() {
        attached.event().notifyLeaderChanged(MEMBER, SELF);
        attached.event().notifyLeaderChanged(MEMBER, OTHER);
        attached.event().notifyLeaderChanged(MEMBER, OTHER);

        assertThat(heard()).isEqualTo("s1 acquired, s1 lost (\"another leader: s2\"), s1 follows s2");
    }

    @Test
    void closeReportsALossThatWasNeverReported() throws IOException {
        attached.event().notifyLeaderChanged(MEMBER, SELF);
        attached.close();
        attached.close();

        assertThat(heard()).isEqualTo("s1 acquired, s1 lost (\"server closed\")");
    }

    @Test
    void followerThatStopsIsNoLoss() throws IOException {
        attached.event().notifyLeaderChanged(MEMBER, OTHER);
        attached.close();

        assertThat(heard()).isEqualTo("s1 follows s2, s1 follows unknown");
    }

    @Test
    void attachedStateMachineIsTheUsersInEverythingElse() {
        assertThat(attached).hasToString(users.toString()).hasSameHashCodeAs(users);
        assertThat(attached.getLastAppliedTermIndex()).isEqualTo(users.getLastAppliedTermIndex());
        assertThat(attached.getLifeCycleState()).isEqualTo(users.getLifeCycleState());
        assertThatCode(() -> attached.data().flush(1)).doesNotThrowAnyException();
    }

    @Test
    void attachedStateMachineIsEqualToItselfAndToAnotherOfTheSameObject() {
        var other = RatisLeadership.attach(users, tracker.track(ServerId.of("s2")));

        assertThat(attached.equals(attached)).isTrue();
        assertThat(attached.event().equals(attached.event())).isTrue();
        assertThat(attached).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(users);
        assertThat(attached.equals(null)).isFalse();
    }

    @Test
    void attachedStateMachineImplementsEveryInterfaceOfTheUsers() {
        var named = (Named) RatisLeadership.attach(new NamedUsers(), tracker.track(ServerId.of("s2")));

        assertThat(named.name("x")).isEqualTo("users x");
        assertThat(named).isInstanceOf(StateMachine.DataApi.class).isInstanceOf(StateMachine.FollowerEventApi.class);
        assertThatThrownBy(() -> named.close("it")).isExactlyInstanceOf(IOException.class);
    }

    /** An interface that is not public, with methods named like those of Ratis. */
    interface Named {
        String name(String of);

        void close(String why) throws IOException;

        void notifyLeaderChanged(String what);
    }

    private static final class NamedUsers extends BaseStateMachine implements Named {
        @Override
        public String name(String of) {
            return "users " + of;
        }

        @Override
        public void close(String why) throws IOException {
            throw new IOException(why);
        }

        @Override
        public void notifyLeaderChanged(String what) {}
    }

    @Test
    void methodOfTheUsersWithTheNameOfOneOfRatisIsNoReport() throws IOException {
        var attached2 = RatisLeadership.attach(new NamedUsers(), tracker.track(ServerId.of("s2")));
        attached2.event().notifyLeaderChanged(MEMBER, SELF);

        ((Named) attached2).notifyLeaderChanged("the weather");
        assertThatThrownBy(() -> ((Named) attached2).close("the door")).isInstanceOf(IOException.class);

        assertThat(heard()).isEqualTo("s2 acquired");
    }

    @Test
    void usersOwnObjectIsUnwrapped() {
        assertThat(RatisLeadership.unwrap(attached)).isSameAs(users);
        var twice = RatisLeadership.attach(attached, tracker.track(ServerId.of("s2")));
        assertThat(RatisLeadership.unwrap(twice)).isSameAs(users);
        assertThatThrownBy(() -> RatisLeadership.unwrap(users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("state machine of " + Users.class.getName()
                        + ": was never attached, expected what attach returned");
    }

    @Test
    void serverWhoseTermCannotBeReadDoesNotThrowIntoRatis() throws IOException {
        var broken = (RaftServer) Proxy.newProxyInstance(
                RaftServer.class.getClassLoader(), new Class<?>[] {RaftServer.class}, (proxy, method, args) -> {
                    throw new StackOverflowError(method.getName());
                });
        attached.initialize(broken, MEMBER.getGroupId(), null);

        attached.event().notifyLeaderChanged(MEMBER, SELF);
        attached.event().notifyLeaderChanged(MEMBER, OTHER);

        assertThat(heard()).isEqualTo("s1 acquired, s1 lost (\"another leader: s2\"), s1 follows s2");
        assertThat(users.calls).containsExactly("initialized", "changed to s1", "changed to s2");
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> RatisLeadership.attach(users, tracker.track(ServerId.of("s2")), null))
                .hasMessage("names: is null");
        assertThatThrownBy(() -> RatisLeadership.poll(null, null, null)).hasMessage("id: is null");
        assertThatThrownBy(() -> RatisLeadership.poll(ServerId.of("s1"), null, null))
                .hasMessage("server: is null");
        assertThatThrownBy(() -> RatisLeadership.attach(users, null)).hasMessage("sink: is null");
        assertThatThrownBy(() -> RatisLeadership.attach(null, tracker.track(ServerId.of("s3"))))
                .hasMessage("stateMachine: is null");
    }

    /** The events without their times. */
    private String heard() {
        return tracker.history().events().stream()
                .map(LeadershipEvent::toString)
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.joining(", "));
    }
}
