package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.RaftNode;
import io.microraft.exception.IndeterminateStateException;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.testing.Counts;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.UncontrolledElectionException;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.Patience;
import io.raftelection.testing.spi.RaftMessage;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what only MicroRaft does in a cluster whose elections a test decides. */
@Timeout(120)
final class MicroRaftControlTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S4 = ServerId.of("s4");

    /** Several heartbeats, after each of which a server that is alone elects itself. */
    private static final Duration HEARTBEATS = Duration.ofSeconds(3);

    private static final Patience PATIENCE = new Patience(ElectionControl.PATIENCE, Duration.ofMillis(2));

    private final Map<ServerId, Lines> lines = new ConcurrentHashMap<>();

    private ElectionControl start(int servers) throws Exception {
        return ElectionControl.start(
                MicroRaftEngine.builder().stateMachines(this::fresh).build(), servers);
    }

    private Lines fresh(ServerId server) {
        var machine = new Lines();
        lines.put(server, machine);
        return machine;
    }

    private List<String> lines(ServerId server) {
        return Optional.ofNullable(lines.get(server)).orElseThrow().lines();
    }

    private static CompletableFuture<Void> submit(ElectionControl control, String command) {
        return control.client().submit(command.getBytes(StandardCharsets.UTF_8)).toCompletableFuture();
    }

    private static void apply(ElectionControl control, String... commands) throws Exception {
        for (var command : commands) {
            submit(control, command).get(30, TimeUnit.SECONDS);
        }
    }

    private static long term(ElectionControl control, ServerId server) {
        return control.cluster().status(server).term().orElseThrow();
    }

    @Test
    void serverThatIsAloneIsElectedOnlyWhenItIsNamed() throws Exception {
        try (var control = start(1)) {
            assertNobodyIsElected(control);
            var first = control.elect(S1);
            assertThat(first.number()).hasValue(1);
            first.depose();
            assertNobodyIsElected(control);
            control.elect(S1);
            apply(control, "one");
            control.kill(S1);
            control.restart(S1);
            assertNobodyIsElected(control);

            control.elect(S1);

            control.barrier();
            assertThat(lines(S1)).containsExactly("one");
        }
    }

    private static void assertNobodyIsElected(ElectionControl control) {
        assertThatThrownBy(() -> control.tracker().awaitLeader(HEARTBEATS))
                .isInstanceOf(LeadershipTimeoutException.class);
    }

    /** Otherwise the candidate would request votes forever, each time in a later term. */
    @Test
    void candidateThatMayNotBeElectedAnyLongerGivesUp() throws Exception {
        try (var control = start(3)) {
            control.elect(S1).depose();
            long before = term(control, S3);
            control.disconnect(S3);
            control.cluster().allow(Set.of(S3));
            control.cluster().campaign(S3);
            assertThat(PATIENCE.until(() -> term(control, S3) > before + 3)).isTrue();

            control.cluster().allow(Set.of());
            long atMost = term(control, S3) + 2; // it requests votes once more, and is refused in the next term
            assertNobodyIsElected(control);

            assertThat(term(control, S3)).isLessThanOrEqualTo(atMost);
            control.heal();
            assertThat(control.elect(S1).number().orElseThrow()).isGreaterThan(before + 3);
        }
    }

    @Test
    void firstCampaignIsWonThoughTheOthersHearTheirLeader() throws Exception {
        var control = start(3);
        control.elect(S1);
        long before = term(control, S1);
        control.cluster().allow(Set.of(S2));
        control.cluster().campaign(S2);

        var next = control.tracker().await(S2, ElectionControl.PATIENCE);

        assertThat(next.term()).hasValue(before + 1);
        assertThatThrownBy(control::close).isInstanceOf(UncontrolledElectionException.class);
    }

    @Test
    void handOverToAServerThatMayNotBeElectedComesToNothing() throws Exception {
        try (var control = start(3)) {
            var term = control.elect(S1);

            assertThatThrownBy(() -> control.cluster().transfer(S2)).isInstanceOf(IOException.class);

            assertThat(term.isHeld()).isTrue();
        }
    }

    @Test
    void pausedLeaderIsLeftAloneAndFollowsWhenItIsResumed() throws Exception {
        try (var control = start(3)) {
            var old = control.elect(S1);
            control.pause(S1);
            var pending = submit(control, "one");
            control.elect(S2);
            assertThat(control.cluster().claims()).hasSize(2);
            assertThat(old.isHeld()).isTrue();

            control.resume(S1);

            old.leadership().awaitLost(ElectionControl.PATIENCE);
            control.barrier();
            assertThatThrownBy(() -> pending.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IndeterminateStateException.class);
            assertThat(lines(S1)).isEmpty();
        }
    }

    @Test
    void commandThatAServerHadNoTimeToAnswerFailsWhenItEnds() throws Exception {
        var control = start(3);
        control.elect(S1);
        control.pause(S1);
        var killed = submit(control, "one");
        control.kill(S1);
        assertThatThrownBy(() -> killed.get(0, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("server s1: ended before it answered");
        control.restart(S1);
        control.elect(S1);
        control.pause(S1);
        var closed = submit(control, "two");
        control.close();

        assertThatThrownBy(() -> closed.get(0, TimeUnit.SECONDS))
                .hasMessageContaining("server s1: ended before it answered");
        assertThat(lines(S1)).isEmpty();
    }

    @Test
    void serverThatIsAddedAgainHasNothingStored() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            apply(control, "one", "two");
            control.snapshot(S1);
            control.addServer(S4);
            assertThat(control.counts(S4)).isEqualTo(new Counts(0, 0, 1));
            control.kill(S4);
            control.removeServer(S4);
            control.removeServer(S3);
            apply(control, "three");

            control.addServer(S3);
            control.addServer(S4);
            control.barrier();

            assertThat(lines(S3)).containsExactly("one", "two", "three");
            assertThat(control.elect(S4).isHeld()).isTrue();
            control.kill(S1);
            control.restart(S1);
            control.barrier();
            assertThat(lines(S1)).containsExactly("one", "two", "three");
            assertThat(control.counts(S1).restores()).isEqualTo(1);
        }
    }

    @Test
    void clusterShrinksToOneServerAndGrowsAgain() throws Exception {
        try (var control = start(2)) {
            control.elect(S1);
            control.removeServer(S2);
            apply(control, "one");
            control.term().orElseThrow().depose();
            assertNobodyIsElected(control);
            control.elect(S1);

            control.addServer(S3);

            control.elect(S3);
            assertThat(lines(S3)).containsExactly("one");
        }
    }

    @Test
    void operationsOfTheUserPassAsTheyAre() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            var node = control.cluster().unwrap(S1, RaftNode.class);

            var size = node.<Integer>replicate("no bytes").get(30, TimeUnit.SECONDS);

            assertThat(size.getResult()).isZero();
            assertThat(control.counts(S1).commands()).isEqualTo(1);
        }
    }

    /** Drops the acknowledgements to the first leader, until it has stepped down. */
    private static final class UnansweredLeader implements MessageFilter {
        private final MessageFilter filter;
        private final BooleanSupplier hasSteppedDown;

        UnansweredLeader(MessageFilter filter, BooleanSupplier hasSteppedDown) {
            this.filter = filter;
            this.hasSteppedDown = hasSteppedDown;
        }

        @Override
        public boolean passes(ServerId from, ServerId to, RaftMessage message) {
            return filter.passes(from, to, message)
                    && (!(message instanceof Acknowledgement) || hasSteppedDown.getAsBoolean());
        }

        @Override
        public boolean mayBeElected(ServerId server) {
            return filter.mayBeElected(server);
        }

        @Override
        public boolean isCut(ServerId from, ServerId to) {
            return filter.isCut(from, to);
        }
    }

    @Test
    void leaderThatStepsDownBeforeItIsFollowedIsElectedAgain() throws Exception {
        var losses = new AtomicInteger();
        TestEngine engine = (servers, filter) ->
                new MicroRaftEngine().open(servers, new UnansweredLeader(filter, () -> losses.get() > 0));
        try (var control = ElectionControl.start(engine, 3);
                var listening = control.tracker().subscribe(event -> {
                    if (event instanceof Lost) {
                        losses.incrementAndGet();
                    }
                })) {
            var term = control.elect(S1);

            assertThat(term.server()).isEqualTo(S1);
            assertThat(losses).hasPositiveValue();
            assertThat(term.isHeld()).isTrue();
            assertThat(listening).isNotNull();
        }
    }
}
