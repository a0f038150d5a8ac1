package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.entity.Task;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.Counts;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.NotConvergedException;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TimeScale;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what only JRaft does in a cluster whose elections a test decides. */
@Timeout(120)
final class JRaftControlTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S4 = ServerId.of("s4");
    private static final int ROUNDS = Integer.getInteger("raftelection.rounds", 3);
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private final Map<ServerId, Words> words = new ConcurrentHashMap<>();

    private ElectionControl start(int servers) throws Exception {
        return ElectionControl.start(
                JRaftEngine.builder()
                        .electionTimeout(Duration.ofSeconds(1))
                        .stateMachines(this::fresh)
                        .build(),
                servers);
    }

    private Words fresh(ServerId server) {
        var machine = new Words();
        words.put(server, machine);
        return machine;
    }

    private List<String> said(ServerId server) {
        return Optional.ofNullable(words.get(server)).orElseThrow().said();
    }

    private static void submit(ElectionControl control, String command) throws Exception {
        control.client()
                .submit(command.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void serverThatIsAloneIsElectedOnlyWhenItIsNamedAndWaitsInItsTerm() throws Exception {
        try (var control = ElectionControl.start(
                JRaftEngine.builder().electionTimeout(TIMEOUT).build(), 1)) {
            assertThatThrownBy(() -> control.tracker().awaitLeader(TIMEOUT.multipliedBy(10)))
                    .isInstanceOf(LeadershipTimeoutException.class);

            var term = control.elect(S1);

            assertThat(term.number().orElseThrow()).isLessThanOrEqualTo(2);
            term.depose();
            control.kill(S1);
            control.restart(S1);
            assertThatThrownBy(() -> control.tracker().awaitLeader(TIMEOUT.multipliedBy(10)))
                    .isInstanceOf(LeadershipTimeoutException.class);
        }
    }

    @Test
    void electionThatCannotBeSaysWhy() throws Exception {
        try (var control = impatient()) {
            control.elect(S1);
            control.disconnect(S2);
            submit(control, "one");
            control.kill(S1);
            assertThatThrownBy(() -> control.elect(S2))
                    .isInstanceOf(NotConvergedException.class)
                    .hasMessageStartingWith("server s2: not elected within PT3S\n  s1: does not run\n")
                    .hasMessageContaining("\nverdict: a majority is 2 servers, and s2 can talk with 0 others\n");

            control.heal();

            assertThatThrownBy(() -> control.elect(S2))
                    .isInstanceOf(NotConvergedException.class)
                    .hasMessageContaining("\nverdict: the log of s2 is behind [s3], who will not vote for it\n");
            assertThat(control.elect(S3).isHeld()).isTrue();
        }
    }

    /** Every wait of this control ends after 3 s. */
    private ElectionControl impatient() throws Exception {
        System.setProperty(TimeScale.PROPERTY, "0.1");
        try {
            return start(3);
        } finally {
            System.clearProperty(TimeScale.PROPERTY);
        }
    }

    @Test
    void leaderCannotHandOverToAServerThatIsNotNamed() throws Exception {
        try (var tracker = Tracker.lenient("jraft");
                var cluster = new TestCluster(new JRaftEngine(), List.of(S1, S2, S3), tracker::track)) {
            cluster.allow(Set.of(S1));
            cluster.start();
            var term = tracker.awaitLeader(ElectionControl.PATIENCE);

            cluster.transfer(S2);

            term.awaitLost(ElectionControl.PATIENCE);
            var next = tracker.awaitLeader(ElectionControl.PATIENCE);
            assertThat(next.server()).isEqualTo(S1);
            assertThat(next.term()).as("no server has begun a later one").isEqualTo(term.term());
        }
    }

    @Test
    void followerThatRestoresHasTheLeadersState() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.disconnect(S3);
            submit(control, "one");
            submit(control, "two");
            control.snapshot(S1);
            control.heal();

            submit(control, "three");
            control.barrier();

            assertThat(said(S3)).containsExactly("one", "two", "three").isEqualTo(said(S1));
            assertThat(control.counts(S3)).isEqualTo(new Counts(1, 0, 1));
        }
    }

    @Test
    void stateMachinesThatKeepNothingAreRestoredToo() throws Exception {
        try (var control = ElectionControl.start(new JRaftEngine(), 3)) {
            control.elect(S1);
            control.disconnect(S3);
            submit(control, "one");
            control.snapshot(S1);
            control.heal();

            control.barrier();

            assertThat(control.counts(S3)).isEqualTo(new Counts(0, 0, 1));
        }
    }

    @Test
    void serverThatIsRestartedGoesOnFromItsSnapshot() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            submit(control, "one");
            control.barrier();
            control.snapshot(S2);
            submit(control, "two");
            control.barrier();

            control.kill(S2);
            control.restart(S2);
            control.barrier();

            assertThat(said(S2)).containsExactly("one", "two");
            assertThat(control.counts(S2)).isEqualTo(new Counts(1, 0, 1));
            assertThat(control.elect(S2).isHeld()).isTrue();
        }
    }

    @Test
    void snapshotWithNothingNewIsTheOneThatIsThere() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            submit(control, "one");

            control.snapshot(S1);
            control.snapshot(S1);

            assertThat(control.counts(S1).snapshots()).isEqualTo(1);
        }
    }

    @Test
    void newServerRestoresWhatTheOthersDroppedAndKnowsTheClusterWhenItIsRestarted() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            submit(control, "one");
            control.snapshot(S1);
            control.addServer(S4);
            control.barrier();
            assertThat(said(S4)).containsExactly("one");
            assertThat(control.counts(S4)).isEqualTo(new Counts(0, 0, 1));

            control.kill(S4);
            control.restart(S4);
            control.elect(S4);
            control.kill(S1);
            submit(control, "two");
            control.barrier();

            assertThat(said(S4)).containsExactly("one", "two").isEqualTo(said(S2));
        }
    }

    @Test
    void serverThatWasRemovedComesBackWithNothing() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            submit(control, "one");
            control.barrier();
            control.snapshot(S3);

            for (int round = 0; round < ROUNDS; round++) {
                control.removeServer(S3);
                control.addServer(S3);
                control.barrier();

                assertThat(control.servers()).containsExactly(S1, S2, S3);
                assertThat(control.counts(S3)).isEqualTo(new Counts(1, 0, 0));
            }
            assertThat(control.elect(S3).isHeld()).isTrue();
        }
    }

    @Test
    void commandThatCannotBeAppliedAnyLongerFails() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.disconnect(S1);
            var lost = control.client().submit(new byte[] {1}).toCompletableFuture();

            control.kill(S1);

            assertThatThrownBy(() -> lost.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("server s1: command: ");
            assertThatThrownBy(() -> control.cluster()
                            .submit(S2, new byte[] {1})
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("server s2: command: Is not leader.");
        }
    }

    @Test
    void usersClosuresAreTheirsAndThoseOfAControlAreNotShown() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            var users = new FutureClosure("the user's");
            var node = control.cluster().unwrap(S1, Node.class);

            node.apply(new Task(ByteBuffer.wrap(new byte[] {'a'}), status -> users.run(status)));
            users.awaitDone();
            submit(control, "b");
            control.barrier();

            assertThat(said(S1)).containsExactly("a", "b");
            assertThat(control.counts(S1).commands()).isEqualTo(2);
        }
    }
}
