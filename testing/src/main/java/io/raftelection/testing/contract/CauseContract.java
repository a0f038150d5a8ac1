package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Cause;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.ForwardingSink;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ControlContract} about causes: what a test does explains the changes that come of it, and no
 * others.
 */
abstract class CauseContract extends CommandContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    /** Returns the causes of the changes of a server, in the style {@code acquired: control}. */
    private static List<String> kinds(Tracker tracker, ServerId server) {
        return tracker.history().causes().stream()
                .filter(change -> change.event().server().equals(server))
                .map(change -> (change.event() instanceof Acquired ? "acquired: " : "lost: ")
                        + change.cause().kind().words())
                .toList();
    }

    private static String evidence(Tracker tracker, int change) {
        return tracker.history().causes().get(change).cause().evidence();
    }

    @Test
    final void killedLeaderAndANamedOneHaveTheTestAsTheirCause() throws Exception {
        try (var control = controls.start(3)) {
            control.elect(S1);
            control.kill(S1);
            control.elect(S2);

            assertThat(kinds(control.tracker(), S1)).containsExactly("acquired: control", "lost: control");
            assertThat(kinds(control.tracker(), S2)).containsExactly("acquired: control");
            assertThat(evidence(control.tracker(), 0)).startsWith("elect of s1 since ");
            assertThat(evidence(control.tracker(), 1)).startsWith("kill of s1 since ");
            assertThat(control.tracker().history().facts())
                    .extracting(fact -> fact.kind() + " " + fact.isOver())
                    .startsWith("ELECT false", "ELECT true", "KILL false", "KILL true");
        }
    }

    @Test
    final void deposedLeaderHasTheTestAsItsCause() throws Exception {
        try (var control = controls.start(3)) {
            control.elect(S1).depose();

            assertThat(kinds(control.tracker(), S1)).containsExactly("acquired: control", "lost: control");
            assertThat(evidence(control.tracker(), 1)).startsWith("step down of s1 since ");
        }
    }

    @Test
    @Needs(Capability.TRANSFER)
    final void transferIsTheCauseOfBothOfItsChanges() throws Exception {
        try (var control = controls.start(3)) {
            control.elect(S1);
            control.transfer(S3);

            assertThat(kinds(control.tracker(), S1)).containsExactly("acquired: control", "lost: transfer");
            assertThat(kinds(control.tracker(), S3)).containsExactly("acquired: transfer");
        }
    }

    @Test
    @Needs(Capability.ISOLATE)
    final void isolatedLeaderHasTheTestAsItsCause() throws Exception {
        try (var control = controls.start(3)) {
            var old = control.elect(S1);
            control.disconnect(S1);
            old.leadership().awaitLost(ElectionControl.PATIENCE);
            control.heal();

            assertThat(kinds(control.tracker(), S1)).containsExactly("acquired: control", "lost: control");
            assertThat(evidence(control.tracker(), 1)).startsWith("isolate of s1 since ");
            assertThat(control.tracker().history().facts()).last().matches(Fact::isOver);
        }
    }

    /** Passes nothing on but what the engine reports, as in production. */
    private static LeadershipSink withoutFacts(LeadershipSink sink) {
        return new ForwardingSink() {
            @Override
            public LeadershipSink sink() {
                return sink;
            }

            @Override
            public void factBegins(Fact.Kind kind, String detail) {}

            @Override
            public void factEnds(Fact.Kind kind, String detail) {}

            @Override
            public LeadershipSink newAttachment() {
                return withoutFacts(sink.newAttachment());
            }
        };
    }

    @Test
    final void withoutFactsOnlyTheEnginesReasonIsACause() throws Exception {
        try (var tracker = Tracker.lenient("production");
                var cluster =
                        new TestCluster(engine(), List.of(S1, S2, S3), server -> withoutFacts(tracker.track(server)))) {
            cluster.start();
            var first = tracker.awaitLeader(ElectionControl.PATIENCE);
            cluster.kill(first.server());
            first.awaitLost(ElectionControl.PATIENCE);
            tracker.awaitLeader(ElectionControl.PATIENCE);

            for (var change : tracker.history().causes()) {
                if (change.event() instanceof Lost lost && !lost.reason().isEmpty()) {
                    assertThat(change.cause().kind()).isEqualTo(Cause.Kind.ENGINE_REASON);
                } else {
                    assertThat(change.cause().kind()).isNotIn(Cause.Kind.CONTROL, Cause.Kind.TRANSFER);
                }
            }
            assertThat(tracker.history().facts()).isEmpty();
        }
    }
}
