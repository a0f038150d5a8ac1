package io.raftelection.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.protocols.raft.RAFT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The views and members that messages of other servers become, in a stack without a channel. */
@SuppressWarnings("NullAway") // null is what some tests are about
final class JGroupsRaftViewTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Address S2 = StackWithoutChannel.address("s2");
    private static final Address S3 = StackWithoutChannel.address("s3");

    private final Tracker tracker = Tracker.lenient("jgroups-raft");
    private StackWithoutChannel stack;

    @BeforeEach
    void createTheStack() throws Exception {
        stack = new StackWithoutChannel();
    }

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    private void attach() {
        JGroupsRaftLeadership.attach(stack.raft(), tracker.track(S1));
    }

    @Test
    void announcedLeaderIsTheViewAndAVoteInALaterTermEndsIt() {
        attach();

        stack.receiveElected(S2, 3);
        stack.receiveElected(S2, 3);
        stack.receiveVoteRequest(S3, 4);
        stack.receiveElected(S3, 4);

        assertThat(events()).endsWith("s1 follows s2 term 3, s1 follows nobody term 4, s1 follows s3 term 4");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderThatIsKnownOnlyFromItsEntriesIsTheView() {
        attach();

        stack.receiveNothingNew(S2, 5);
        stack.receiveNothingNew(S2, 5);

        assertThat(events()).endsWith("s1 follows s2 term 5").containsOnlyOnce("s2");
    }

    @Test
    void lostMajorityEndsTheView() {
        attach();
        stack.receiveView(S2, stack.self(), S3);
        stack.receiveElected(S2, 3);

        stack.receiveView(stack.self());

        assertThat(events()).endsWith("s1 follows s2 term 3, s1 follows nobody term 3");
    }

    @Test
    void leaderThatLosesItsTermFollowsNobody() {
        attach();

        stack.raft().setLeaderAndTerm(stack.self(), 3);
        stack.receiveVoteRequest(S2, 4);

        assertThat(events()).endsWith("s1 acquired term 3, s1 lost term 3 (stepped down), s1 follows nobody term 4");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void membersAreThoseOfRaftAndChangeWhenTheEntryIsApplied() throws Exception {
        attach();
        stack.receiveView(S2, stack.self(), S3);
        assertThat(voters()).isEqualTo("s1 s2 s3");

        stack.receiveAdded(S2, 3, "s4");

        assertThat(voters()).isEqualTo("s1 s2 s3 s4");
    }

    @Test
    void presentStateIsReportedWhenItIsAttached() {
        stack.receiveElected(S2, 3);

        attach();

        assertThat(events()).isEqualTo("s1 follows s2 term 3");
        assertThat(voters()).isEqualTo("s1 s2 s3");
    }

    @Test
    void serverThatLeadsWhenItIsAttachedHasAcquired() {
        stack.raft().setLeaderAndTerm(stack.self(), 3);

        attach();

        assertThat(events()).isEqualTo("s1 acquired term 3");
    }

    @Test
    void stoppedStackHasNoViewAndAStartedOneHasAgain() throws Exception {
        attach();
        stack.receiveElected(S2, 3);

        stack.stop();
        stack.receiveVoteRequest(S3, 4);
        assertThat(tracker.view(S1)).isEmpty();

        stack.start();
        stack.receiveElected(S3, 4);
        assertThat(tracker.knownLeader().orElseThrow().server()).isEqualTo(ServerId.of("s3"));
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderAndTermAreReadTogether() {
        var raft = new RAFT() {
            private boolean hasChanged;

            /** There is another election between the reads of the term and of the leader. */
            @Override
            public Address leader() {
                if (!hasChanged) {
                    hasChanged = true;
                    setLeaderAndTerm(S3, 4);
                }
                return super.leader();
            }
        };
        raft.setLeaderAndTerm(S2, 3);

        assertThat(RaftView.of(raft)).isEqualTo(new RaftView(S3, 4, false));
    }

    @Test
    void serversHaveTheNamesThatTheUserGivesThem() {
        JGroupsRaftLeadership.attach(
                stack.raft(), tracker.track(ServerId.of("server s1")), raftId -> ServerId.of("server " + raftId));

        stack.receiveElected(S2, 3);

        assertThat(events()).endsWith("\"server s1\" follows \"server s2\" term 3");
    }

    @Test
    void serverThatTheUserGivesNoNameHasItsRaftId() throws Exception {
        for (var names : List.<Function<String, ServerId>>of(
                raftId -> null,
                raftId -> {
                    throw new IllegalStateException("no name");
                },
                raftId -> {
                    throw new AssertionError("no name");
                })) {
            try (var own = Tracker.lenient("names")) {
                var other = new StackWithoutChannel();
                JGroupsRaftLeadership.attach(other.raft(), own.track(S1), names);

                assertThatCode(() -> other.receiveElected(S2, 3)).doesNotThrowAnyException();

                assertThat(own.knownLeader().orElseThrow().server()).isEqualTo(ServerId.of("s2"));
            }
        }
    }

    @Test
    void whatANameMayNotContainIsAQuestionMark() {
        attach();

        stack.receiveElected(StackWithoutChannel.address("s\u00002"), 3);

        assertThat(events()).endsWith("s1 follows s?2 term 3");
    }

    @Test
    void raftThatIsInNoStackIsRefused() {
        var alone = new RAFT().raftId("s1");

        assertThatThrownBy(() -> JGroupsRaftLeadership.attach(alone, tracker.track(S1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RAFT s1: is in no stack, expected one that is");
    }

    @Test
    void readinessOfAServerThatWasNeverAttachedIsRefused() {
        assertThatThrownBy(() ->
                        JGroupsRaftLeadership.withReadiness(new StackWithoutChannel.NoOpStateMachine(), stack.raft()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RAFT s1: was never attached, expected one that was");
    }

    private String events() {
        return tracker.history().events().stream()
                .filter(event -> !(event instanceof Members))
                .map(event -> event.toString().replaceFirst("^\\S+ ", ""))
                .collect(Collectors.joining(", "));
    }

    private String voters() {
        return tracker.members().orElseThrow().voters().stream()
                .map(ServerId::value)
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
