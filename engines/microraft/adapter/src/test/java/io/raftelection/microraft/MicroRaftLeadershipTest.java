package io.raftelection.microraft;

import static io.raftelection.microraft.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.report.RaftNodeReport;
import io.microraft.report.RaftNodeReportListener;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What MicroRaft's reports become, in the orders that a real cluster cannot be made to produce; and that the user's
 * listener gets them all.
 */
@SuppressWarnings("NullAway") // null is what some tests are about
final class MicroRaftLeadershipTest {
    private final Tracker tracker = Tracker.lenient("microraft");
    private final Users users = new Users();
    private final RaftNodeReportListener attached = MicroRaftLeadership.attach(users, tracker.track(ServerId.of("s1")));

    /** A user's listener: keeps what it was called with, and may throw. */
    private static final class Users implements RaftNodeReportListener, RaftNodeLifecycleAware {
        private final List<Object> calls = new ArrayList<>();
        private boolean throwing;

        private void called(Object what) {
            calls.add(what);
            if (throwing) {
                throw new IllegalStateException("users'");
            }
        }

        @Override
        public void accept(RaftNodeReport report) {
            called(report);
        }

        @Override
        public void onRaftNodeStart() {
            called("started");
        }

        @Override
        public void onRaftNodeTerminate() {
            called("terminated");
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
    void usersListenerGetsTheSameReportsInTheSameOrder() {
        var follower = report(RaftRole.FOLLOWER, 1);
        var leader = report(RaftRole.LEADER, 2);

        lifecycle().onRaftNodeStart();
        attached.accept(follower);
        attached.accept(leader);
        attached.accept(leader);
        lifecycle().onRaftNodeTerminate();

        assertThat(users.calls).containsExactly("started", follower, leader, leader, "terminated");
    }

    @Test
    void whatUsersThrowReachesMicroRaftAsItIsAndTheTrackerHearsAllTheSame() {
        users.throwing = true;

        assertThatThrownBy(() -> attached.accept(report(RaftRole.LEADER, 2)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("users'");
        assertThatThrownBy(() -> lifecycle().onRaftNodeStart()).hasMessage("users'");
        assertThatThrownBy(() -> lifecycle().onRaftNodeTerminate()).hasMessage("users'");

        assertThat(heard()).isEqualTo("s1 acquired term 2, s1 lost term 2 (\"server terminated\")");
    }

    @Test
    void listenerThatKnowsNoLifecycleNeedsNone() {
        var plain = (RaftNodeLifecycleAware) MicroRaftLeadership.attach(report -> {}, tracker.track(ServerId.of("s2")));

        plain.onRaftNodeStart();
        plain.onRaftNodeTerminate();

        assertThat(heard()).isEmpty();
    }

    @Test
    void repeatedReportIsReportedOnce() {
        attached.accept(report(RaftRole.LEADER, 2));
        attached.accept(report(RaftRole.LEADER, 2));
        attached.accept(report(RaftRole.FOLLOWER, 3));
        attached.accept(report(RaftRole.CANDIDATE, 4));

        assertThat(heard()).isEqualTo("s1 acquired term 2, s1 lost term 2 (stepped down)");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void electionBetweenTwoReportsEndsTheEarlierLeadership() {
        attached.accept(report(RaftRole.LEADER, 2));
        attached.accept(report(RaftRole.LEADER, 4));

        assertThat(heard())
                .isEqualTo("s1 acquired term 2, s1 lost term 2 (\"elected again, in term 4\"), s1 acquired term 4");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderThatIsTerminatedLeadsNoLonger() {
        attached.accept(report(RaftRole.LEADER, 2));
        attached.accept(report(RaftRole.LEADER, 2, RaftNodeStatus.TERMINATED));
        lifecycle().onRaftNodeTerminate();

        assertThat(heard()).isEqualTo("s1 acquired term 2, s1 lost term 2 (\"server terminated\")");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void terminationReportsALossThatWasNeverReported() {
        attached.accept(report(RaftRole.LEADER, 2));
        lifecycle().onRaftNodeTerminate();
        lifecycle().onRaftNodeTerminate();

        assertThat(heard()).isEqualTo("s1 acquired term 2, s1 lost term 2 (\"server terminated\")");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void followerThatStopsIsNoLoss() {
        attached.accept(report(RaftRole.FOLLOWER, 2));
        attached.accept(report(RaftRole.FOLLOWER, 2, RaftNodeStatus.TERMINATED));
        lifecycle().onRaftNodeTerminate();

        assertThat(heard()).isEmpty();
    }

    @Test
    void leaderThatChangesItsMembersStillLeads() {
        attached.accept(report(RaftRole.LEADER, 2));
        attached.accept(report(RaftRole.LEADER, 2, RaftNodeStatus.UPDATING_RAFT_GROUP_MEMBER_LIST));

        assertThat(heard()).isEqualTo("s1 acquired term 2");
    }

    @Test
    void attachedListenerHasTheNameOfTheUsers() {
        assertThat(attached).hasToString("users");
    }

    @Test
    void usersOwnListenerIsUnwrapped() {
        assertThat(MicroRaftLeadership.unwrap(attached)).isSameAs(users);
        assertThatThrownBy(() -> MicroRaftLeadership.unwrap(users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "listener of " + Users.class.getName() + ": was never attached, expected what attach returned");
    }

    @Test
    void nullIsRefused() {
        var sink = tracker.track(ServerId.of("s2"));

        assertThatThrownBy(() -> MicroRaftLeadership.attach(users, null)).hasMessage("sink: is null");
        assertThatThrownBy(() -> MicroRaftLeadership.attach(null, sink)).hasMessage("listener: is null");
    }

    private RaftNodeLifecycleAware lifecycle() {
        return (RaftNodeLifecycleAware) attached;
    }

    private String heard() {
        return tracker.history().events().stream()
                .filter(event -> event instanceof Acquired || event instanceof Lost)
                .map(event -> event.toString().replaceFirst("^\\S+ ", ""))
                .collect(Collectors.joining(", "));
    }
}
