package io.raftelection.microraft;

import static io.raftelection.microraft.Reports.follower;
import static io.raftelection.microraft.Reports.leader;
import static io.raftelection.microraft.Reports.members;
import static io.raftelection.microraft.Reports.report;
import static io.raftelection.microraft.Reports.withMembers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.microraft.Reports.LogEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views, readiness and members that MicroRaft's reports become. */
@SuppressWarnings("NullAway") // null is what some tests are about
final class MicroRaftViewTest {
    private final Tracker tracker = Tracker.lenient("microraft");
    private final RaftNodeReportListener attached = MicroRaftLeadership.attach(tracker.track(ServerId.of("s1")));

    /** A user's state machine, which has a lifecycle and may throw. */
    private static final class Users implements StateMachine, RaftNodeLifecycleAware {
        private final List<Object> calls = new ArrayList<>();
        private boolean throwing;

        @Override
        public Object runOperation(long index, Object operation) {
            calls.add(index + " " + operation);
            if (throwing) {
                throw new IllegalStateException("users'");
            }
            return "result";
        }

        @Override
        public void takeSnapshot(long index, Consumer<Object> chunks) {}

        @Override
        public void installSnapshot(long index, List<Object> chunks) {}

        @Override
        public Object getNewTermOperation() {
            return "new term";
        }

        @Override
        public void onRaftNodeStart() {
            calls.add("started");
        }

        @Override
        public void onRaftNodeTerminate() {
            calls.add("terminated");
        }
    }

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    @Test
    void followerReportsItsLeaderAndTermOnce() {
        attached.accept(follower(3, null));
        attached.accept(follower(3, "s2"));
        attached.accept(follower(3, "s2"));
        attached.accept(follower(4, null));
        attached.accept(follower(4, "s3"));

        assertThat(events())
                .isEqualTo("s1 follows nobody term 3, s1 follows s2 term 3, "
                        + "s1 follows nobody term 4, s1 follows s3 term 4");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderThatStepsDownReportsThatItFollowsNobody() {
        attached.accept(leader(2, new LogEnd(2, 5, 4)));
        attached.accept(report(RaftRole.CANDIDATE, 3));

        assertThat(events()).isEqualTo("s1 acquired term 2, s1 lost term 2 (stepped down), s1 follows nobody term 3");
    }

    @Test
    void serverThatIsNamedItsOwnLeaderWithoutTheRoleFollowsNobody() {
        attached.accept(follower(2, "s1"));

        assertThat(events()).isEqualTo("s1 follows nobody term 2");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void terminationEndsTheView() {
        attached.accept(follower(2, "s2"));
        attached.accept(report(RaftRole.FOLLOWER, 2, RaftNodeStatus.TERMINATED));
        attached.accept(follower(2, "s2"));

        assertThat(tracker.view(ServerId.of("s1"))).isEmpty();
        assertThat(tracker.knownLeader()).isEmpty();
    }

    @Test
    void leaderIsReadyWhenALaterReportSaysThatAnEntryOfItsTermIsCommitted() {
        attached.accept(leader(2, new LogEnd(2, 5, 4)));
        attached.accept(leader(2, new LogEnd(2, 8, 4)));
        assertThat(isReady()).isFalse();

        attached.accept(leader(2, new LogEnd(2, 8, 5)));
        attached.accept(leader(2, new LogEnd(2, 8, 8)));

        assertThat(events()).isEqualTo("s1 acquired term 2, s1 ready term 2");
    }

    @Test
    void entriesOfEarlierTermsMakeNoLeaderReady() {
        attached.accept(leader(2, new LogEnd(1, 5, 5)));
        assertThat(isReady()).isFalse();

        attached.accept(leader(2, new LogEnd(2, 6, 5)));
        assertThat(isReady()).isFalse();

        attached.accept(leader(2, new LogEnd(2, 6, 6)));
        assertThat(isReady()).isTrue();
    }

    @Test
    void leaderIsReadyWhenItsStateMachineHasRunTheFirstOperationOfTheTerm() throws Exception {
        var users = new Users();
        var machine = MicroRaftLeadership.withReadiness(users, attached);

        attached.accept(leader(2, new LogEnd(2, 5, 3)));
        machine.runOperation(4, "old");
        assertThat(isReady()).isFalse();
        var result = machine.runOperation(5, machine.getNewTermOperation());
        machine.runOperation(6, "next");

        assertThat(result).isEqualTo("result");
        assertThat(users.calls).containsExactly("4 old", "5 new term", "6 next");
        assertThat(events()).isEqualTo("s1 acquired term 2, s1 ready term 2");
    }

    @Test
    void operationsThatAFollowerRunsMakeNobodyReady() {
        var machine = MicroRaftLeadership.withReadiness(new Users(), attached);

        attached.accept(leader(2, new LogEnd(2, 5, 3)));
        attached.accept(follower(3, "s2"));
        machine.runOperation(5, "late");
        attached.accept(leader(4, new LogEnd(3, 6, 5)));
        machine.runOperation(6, "old");

        assertThat(isReady()).isFalse();
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void failedOperationReachesMicroRaftAsItIs() {
        var users = new Users();
        users.throwing = true;
        var machine = MicroRaftLeadership.withReadiness(users, attached);
        attached.accept(leader(2, new LogEnd(2, 5, 3)));

        assertThatThrownBy(() -> machine.runOperation(5, "new term"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("users'");

        assertThat(isReady()).isTrue();
    }

    @Test
    void stateMachineKeepsItsLifecycleAndIsUnwrapped() {
        var users = new Users();
        var machine = MicroRaftLeadership.withReadiness(users, attached);

        ((RaftNodeLifecycleAware) machine).onRaftNodeStart();
        ((RaftNodeLifecycleAware) machine).onRaftNodeTerminate();

        assertThat(users.calls).containsExactly("started", "terminated");
        assertThat(MicroRaftLeadership.unwrap(machine)).isSameAs(users);
        assertThatThrownBy(() -> MicroRaftLeadership.unwrap(users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was never attached, expected what withReadiness returned");
        assertThatThrownBy(() -> MicroRaftLeadership.withReadiness(users, report -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was never attached, expected what attach returned");
    }

    @Test
    void committedMembersAreReportedWhenTheyChange() {
        var three = members(List.of("s1", "s2", "s3"), List.of());
        attached.accept(withMembers(three));
        attached.accept(withMembers(three));
        attached.accept(withMembers(members(List.of("s1", "s2", "s3"), List.of("s4"))));

        assertThat(configurations()).containsExactly("s1 members s1 s2 s3", "s1 members s1 s2 s3 learners s4");
    }

    @Test
    void serversHaveTheNamesThatTheUserGivesThem() {
        var named = MicroRaftLeadership.attach(
                report -> {},
                tracker.track(ServerId.of("one")),
                endpoint -> ServerId.of(endpoint.getId().equals("s1") ? "one" : "other " + endpoint.getId()));

        named.accept(follower(3, "s2"));

        assertThat(events()).isEqualTo("one follows \"other s2\" term 3");
        assertThat(configurations()).containsExactly("one members one \"other s2\" \"other s3\"");
    }

    @Test
    void serverThatTheUserGivesNoNameHasTheTextOfItsId() {
        for (var names : List.<Function<Object, ServerId>>of(
                endpoint -> null,
                endpoint -> {
                    throw new IllegalStateException("no name");
                },
                endpoint -> {
                    throw new AssertionError("no name");
                })) {
            try (var own = Tracker.lenient("names")) {
                var listener = MicroRaftLeadership.attach(report -> {}, own.track(ServerId.of("s1")), names);

                assertThatCode(() -> listener.accept(follower(3, "s2"))).doesNotThrowAnyException();

                assertThat(own.knownLeader().orElseThrow().server()).isEqualTo(ServerId.of("s2"));
                assertThat(own.members().orElseThrow().voters()).hasSize(3);
            }
        }
    }

    @Test
    void whatANameMayNotContainIsAQuestionMark() {
        attached.accept(follower(3, "s\u00002"));
        attached.accept(follower(4, ""));
        attached.accept(follower(5, "x".repeat(300)));

        assertThat(events())
                .isEqualTo("s1 follows s?2 term 3, s1 follows ? term 4, s1 follows " + "x".repeat(255) + " term 5");
    }

    private boolean isReady() {
        return tracker.leader().orElseThrow().isReady();
    }

    private String events() {
        return tracker.history().events().stream()
                .filter(event -> !(event instanceof Members))
                .map(event -> event.toString().replaceFirst("^\\S+ ", ""))
                .collect(Collectors.joining(", "));
    }

    private List<String> configurations() {
        return tracker.history().events().stream()
                .filter(Members.class::isInstance)
                .map(event -> event.toString().replaceFirst("^\\S+ ", ""))
                .toList();
    }
}
