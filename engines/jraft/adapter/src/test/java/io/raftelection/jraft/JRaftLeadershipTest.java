package io.raftelection.jraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What JRaft's callbacks become, in the orders that a real cluster cannot be made to produce; and that the user's get
 * them all.
 */
@SuppressWarnings("NullAway") // null is what some tests are about
final class JRaftLeadershipTest {
    private static final Status GOES = new Status(RaftError.ESHUTDOWN, "goes");
    private static final LeaderChangeContext OTHER = new LeaderChangeContext(new PeerId("server", 2), 8, Status.OK());

    /** The events of a start in term 7. */
    private static final String LED = "s1 acquired term 7, s1 ready term 7";

    private final Tracker tracker = Tracker.lenient("jraft");
    private final Users users = new Users();
    private final StateMachine attached =
            JRaftLeadership.attach(users, tracker.track(ServerId.of("s1")), peer -> ServerId.of(peer.toString()));

    /** A user's state machine: keeps what it was called with, and may throw. */
    private static final class Users extends StateMachineAdapter {
        private final List<String> calls = new ArrayList<>();
        private boolean throwing;

        private void called(String what) {
            calls.add(what);
            if (throwing) {
                throw new IllegalStateException(what);
            }
        }

        @Override
        public void onApply(Iterator entries) {
            called("apply");
        }

        @Override
        public void onLeaderStart(long term) {
            called("start " + term);
        }

        @Override
        public void onLeaderStop(Status status) {
            called("stop " + status.getErrorMsg());
        }

        @Override
        public boolean onSnapshotLoad(SnapshotReader reader) {
            return true;
        }

        @Override
        public void onStartFollowing(LeaderChangeContext context) {
            called("follow " + context.getLeaderId());
        }

        @Override
        public void onShutdown() {
            called("shut down");
        }

        @Override
        public String toString() {
            return "users";
        }
    }

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    @Test
    void usersCallbacksAreCalledInTheSameOrder() {
        attached.onLeaderStart(7);
        attached.onApply(null);
        attached.onLeaderStop(GOES);
        attached.onStartFollowing(OTHER);
        attached.onShutdown();

        assertThat(users.calls).containsExactly("start 7", "apply", "stop goes", "follow server:2", "shut down");
    }

    @Test
    void whatUsersThrowReachesJRaftAsItIsAndTheTrackerHearsAllTheSame() {
        users.throwing = true;

        assertThatThrownBy(() -> attached.onLeaderStart(7))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("start 7");
        assertThatThrownBy(() -> attached.onApply(null)).hasMessage("apply");
        assertThatThrownBy(() -> attached.onLeaderStop(GOES)).hasMessage("stop goes");

        assertThat(heard()).isEqualTo(LED + ", s1 lost term 7 (\"goes\"), s1 follows nobody term 7");
    }

    @Test
    void stopWithoutAStartIsNoLoss() {
        attached.onLeaderStop(GOES);
        attached.onStopFollowing(OTHER);
        attached.onStartFollowing(OTHER);
        attached.onShutdown();

        assertThat(heard()).isEqualTo("s1 follows nobody term 8, s1 follows server:2 term 8, s1 follows unknown");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void repeatedStartIsReportedOnce() {
        attached.onLeaderStart(7);
        attached.onLeaderStart(7);

        assertThat(heard()).isEqualTo(LED);
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void sameTermAgainAfterAStopIsANewTenure() {
        attached.onLeaderStart(7);
        attached.onLeaderStop(GOES);
        attached.onLeaderStart(7);

        assertThat(heard()).isEqualTo(LED + ", s1 lost term 7 (\"goes\"), s1 follows nobody term 7, " + LED);
        assertThat(tracker.history().events().get(4).tenure()).hasValue(2);
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void laterTermEndsALeadershipWhoseLossWasSkipped() {
        attached.onLeaderStart(7);
        attached.onLeaderStart(9);

        assertThat(heard())
                .isEqualTo(
                        LED + ", s1 lost term 7 (\"elected again, in term 9\"), s1 acquired term 9, s1 ready term 9");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void anotherLeaderEndsALeadershipWhoseLossWasSkipped() {
        attached.onLeaderStart(7);
        attached.onStartFollowing(OTHER);
        attached.onStopFollowing(OTHER);

        assertThat(heard())
                .isEqualTo(LED + ", s1 lost term 7 (\"another leader: server:2\"), s1 follows server:2 term 8"
                        + ", s1 follows nobody term 8");
    }

    @Test
    void shutdownReportsALossThatWasNeverReported() {
        attached.onLeaderStart(7);
        attached.onShutdown();
        attached.onShutdown();

        assertThat(heard()).isEqualTo(LED + ", s1 lost term 7 (\"server closed\")");
    }

    @Test
    void stopWithoutWordsIsALossWithoutReason() {
        attached.onLeaderStart(7);
        attached.onLeaderStop(Status.OK());

        assertThat(heard()).isEqualTo(LED + ", s1 lost term 7 (stepped down), s1 follows nobody term 7");
    }

    @Test
    void attachedStateMachineIsTheUsersInEverythingElse() {
        assertThat(attached).hasToString("users").hasSameHashCodeAs(users);
        assertThatCode(() -> attached.onConfigurationCommitted(null)).doesNotThrowAnyException();
        assertThat(attached.onSnapshotLoad(null)).isTrue();
    }

    @Test
    void usersOwnObjectIsUnwrapped() {
        assertThat(JRaftLeadership.unwrap(attached)).isSameAs(users);
        assertThat(attached.equals(attached)).isTrue();
        assertThatThrownBy(() -> JRaftLeadership.unwrap(users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("state machine of " + Users.class.getName()
                        + ": was never attached, expected what attach returned");
    }

    @Test
    void callWithoutContentDoesNotThrowIntoJRaft() {
        attached.onLeaderStart(7);
        attached.onStopFollowing(null);
        attached.onStartFollowing(new LeaderChangeContext(null, 8, Status.OK()));
        attached.onConfigurationCommitted(null);

        assertThat(heard()).isEqualTo(LED);
    }

    @Test
    void committedConfigurationIsReportedWithItsLearners() {
        attached.onConfigurationCommitted(new Configuration(
                List.of(new PeerId("server", 1), new PeerId("server", 2)), List.of(new PeerId("server", 3))));

        assertThat(heard()).isEqualTo("s1 members server:1 server:2 learners server:3");
    }

    @Test
    void peersHaveTheNamesOfTheUsersFunction() {
        var named = JRaftLeadership.attach(
                users, tracker.track(ServerId.of("s2")), peer -> ServerId.of("s" + peer.getPort()));

        named.onStartFollowing(new LeaderChangeContext(new PeerId("server", 1), 8, Status.OK()));
        named.onConfigurationCommitted(new Configuration(List.of(new PeerId("server", 1), new PeerId("server", 2))));

        assertThat(heard()).isEqualTo("s2 follows s1 term 8, s2 members s1 s2");
    }

    @Test
    void peerThatTheUsersFunctionDoesNotNameHasItsAddressAsItsName() {
        var throwing = JRaftLeadership.attach(users, tracker.track(ServerId.of("s2")), peer -> {
            throw new StackOverflowError(peer.toString());
        });
        var silent = JRaftLeadership.attach(users, tracker.track(ServerId.of("s3")), peer -> null);

        throwing.onStartFollowing(OTHER);
        silent.onStartFollowing(OTHER);
        silent.onStopFollowing(OTHER);
        silent.onStartFollowing(new LeaderChangeContext(new PeerId("a\u200bb", 2), 9, Status.OK()));

        assertThat(heard())
                .isEqualTo("s2 follows server:2 term 8, s3 follows server:2 term 8"
                        + ", s3 follows nobody term 8, s3 follows a?b:2 term 9");
    }

    @Test
    void usersFunctionCannotChangeThePeerOfJRaft() {
        var peer = new PeerId("server", 2);
        var named = JRaftLeadership.attach(users, tracker.track(ServerId.of("s2")), each -> {
            each.parse("elsewhere:9");
            return ServerId.of("s9");
        });

        named.onStartFollowing(new LeaderChangeContext(peer, 8, Status.OK()));

        assertThat(peer).hasToString("server:2");
    }

    @Test
    void nodeThatStartsAgainWithTheSameStateMachineIsReportedAgain() {
        attached.onLeaderStart(7);
        attached.onShutdown();

        attached.onStartFollowing(OTHER);
        attached.onLeaderStart(9);

        assertThat(heard())
                .isEqualTo(LED + ", s1 lost term 7 (\"server closed\"), s1 follows server:2 term 8"
                        + ", s1 acquired term 9, s1 ready term 9");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> JRaftLeadership.attach(users, tracker.track(ServerId.of("s2")), null))
                .hasMessage("names: is null");
        assertThatThrownBy(() -> JRaftLeadership.poll(null, null)).hasMessage("id: is null");
        assertThatThrownBy(() -> JRaftLeadership.poll(ServerId.of("s1"), null)).hasMessage("node: is null");
        assertThatThrownBy(() -> JRaftLeadership.attach(users, null)).hasMessage("sink: is null");
        assertThatThrownBy(() -> JRaftLeadership.attach(null, tracker.track(ServerId.of("s3"))))
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
