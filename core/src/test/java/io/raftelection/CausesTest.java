package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Fact.Kind;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change has the cause that the history proves, and no other. */
final class CausesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TrackerFixture cluster = TrackerFixture.lenient();

    @AfterEach
    void close() {
        cluster.close();
    }

    private List<String> causes() {
        return cluster.tracker.history().causes().stream()
                .map(Cause.Change::toString)
                .toList();
    }

    private String last() {
        var causes = causes();
        return causes.get(causes.size() - 1);
    }

    private void firstLeader() {
        cluster.s1.acquired(1);
        cluster.pass(SECOND);
    }

    @Test
    void firstLeadershipIsAStartAndAnElectionWithoutEvidenceIsUnknown() {
        firstLeader();
        cluster.s1.lost();
        cluster.s2.acquired(2);

        assertThat(causes())
                .containsExactly(
                        "0.000s s1 acquired term 1: start, no leadership was reported before",
                        "1.000s s1 lost term 1 (stepped down): unknown, no evidence was recorded",
                        "1.000s s2 acquired term 2: unknown, no evidence was recorded");
    }

    @Test
    void killedLeaderIsTheCauseOfItsLossAndOfTheNextElection() {
        firstLeader();
        cluster.s1.factBegins(Kind.KILL, "");
        cluster.s1.lost("shut down");
        cluster.s1.factEnds(Kind.KILL, "");
        cluster.pass(SECOND);
        cluster.s2.acquired(2);

        assertThat(causes().subList(1, 3))
                .containsExactly(
                        "1.000s s1 lost term 1 (\"shut down\"): control, kill of s1 since 1.000s",
                        "2.000s s2 acquired term 2: control, s1 lost leadership at 1.000s: kill of s1 since 1.000s");
    }

    @Test
    void changeJustAfterOrJustBeforeAnActionIsNotItsEffect() {
        firstLeader();
        cluster.s2.factBegins(Kind.ELECT, "");
        cluster.s2.factEnds(Kind.ELECT, "");
        cluster.s2.acquired(2);
        cluster.s1.factBegins(Kind.KILL, "");
        cluster.s1.factEnds(Kind.KILL, "");
        cluster.s1.lost();
        cluster.s1.acquired(3);
        cluster.s1.factBegins(Kind.ELECT, "");

        assertThat(cluster.tracker.history().causes())
                .extracting(change -> change.cause().kind())
                .containsExactly(Cause.Kind.START, Cause.Kind.UNKNOWN, Cause.Kind.SUPERSEDED, Cause.Kind.UNKNOWN);
    }

    @Test
    void actionOnAnotherServerIsNoCause() {
        firstLeader();
        cluster.s3.factBegins(Kind.KILL, "");
        cluster.s3.factBegins(Kind.ELECT, "");
        cluster.s1.lost();
        cluster.s2.acquired(2);

        assertThat(last()).endsWith("unknown, no evidence was recorded");
    }

    @Test
    void transferIsTheCauseOfBothChangesInAnyOrder() {
        firstLeader();
        cluster.s2.factBegins(Kind.TRANSFER, "from s1");
        cluster.s1.lost();
        cluster.s2.acquired(2);
        cluster.s2.factEnds(Kind.TRANSFER, "from s1");
        cluster.s1.factBegins(Kind.TRANSFER, "from s2");
        cluster.s1.acquired(3);
        cluster.s2.lost();

        assertThat(causes().subList(1, 5)).allMatch(cause -> cause.contains(": transfer, transfer of s"));
        assertThat(last())
                .isEqualTo("1.000s s2 lost term 2 (superseded): transfer, transfer of s1 since 1.000s (\"from s2\")");
    }

    @Test
    void transferIsNoCauseOfTheElectionOfAnotherServerThanItsTarget() {
        firstLeader();
        cluster.s3.factBegins(Kind.TRANSFER, "from s1");
        cluster.s1.lost();
        cluster.s2.acquired(2);

        assertThat(last()).endsWith("unknown, no evidence was recorded");

        cluster.s2.lost();
        cluster.s3.factEnds(Kind.TRANSFER, "from s1");
        cluster.s3.acquired(3);

        assertThat(last()).contains(": transfer, s2 lost leadership at 1.000s: transfer of s3 since 1.000s");
    }

    @Test
    void isolatedLeaderIsTheCauseOfAnElectionBeforeItsOwnLoss() {
        firstLeader();
        cluster.s1.factBegins(Kind.ISOLATE, "");
        cluster.pass(SECOND);
        cluster.s2.acquired(2);
        cluster.pass(SECOND);
        cluster.s1.lost();
        cluster.s1.factEnds(Kind.ISOLATE, "");

        assertThat(causes().subList(1, 3))
                .containsExactly(
                        "2.000s s2 acquired term 2: control, isolate of s1 since 1.000s",
                        "3.000s s1 lost term 1 (superseded): control, isolate of s1 since 1.000s");
    }

    @Test
    void enginesReasonIsACause() {
        firstLeader();
        cluster.s1.lost("no quorum");
        cluster.s2.acquired(2);

        assertThat(last())
                .isEqualTo("1.000s s2 acquired term 2: engine reason, s1 lost leadership at 1.000s:"
                        + " the report said \"no quorum\"");
    }

    @Test
    void lossThatALaterTermExplainsIsNoCauseOfTheNextElection() {
        firstLeader();
        cluster.s2.acquired(2);
        cluster.s1.lost();
        cluster.s2.lost();
        cluster.s1.acquired(3);

        assertThat(causes().get(2))
                .isEqualTo("1.000s s1 lost term 1 (superseded): superseded, s2 acquired term 2 at 1.000s");
        assertThat(last()).endsWith(": unknown, no evidence was recorded");
    }

    @Test
    void untrackedLeaderIsNoCauseOfAnElection() {
        firstLeader();
        cluster.tracker.untrack(S1);
        cluster.s2.acquired(2);

        assertThat(causes().get(1)).endsWith("(closed): tracker, the tracker no longer follows s1");
        assertThat(last()).endsWith(": unknown, no evidence was recorded");
    }

    @Test
    void firstElectionAfterMissingEventsIsUnknown() {
        var acquired = LeadershipEvent.parse("1s s2 acquired term 2");
        var history = new History("x", Instant.EPOCH, SECOND, List.of(acquired), 3);

        assertThat(history.causes().get(0).cause().kind()).isEqualTo(Cause.Kind.UNKNOWN);
        assertThat(history.summary().causes()).isEqualTo(Map.of(Cause.Kind.UNKNOWN, 1L));
    }

    @Test
    void summaryCountsElectionsByCause() {
        firstLeader();
        cluster.s2.factBegins(Kind.ELECT, "");
        cluster.s1.lost();
        cluster.s2.acquired(2);
        cluster.s2.factEnds(Kind.ELECT, "");
        cluster.s3.acquired(3);

        assertThat(cluster.tracker.history().summary().causes())
                .isEqualTo(Map.of(Cause.Kind.START, 1L, Cause.Kind.CONTROL, 1L, Cause.Kind.UNKNOWN, 1L));
    }

    @Test
    void unreachableLeaderIsTheCause() {
        try (var polled = new PolledFixture()) {
            polled.claims(S1, 1);
            polled.tracker.track(polled.everySecond());
            polled.pass(SECOND);
            polled.answers(S1, () -> {
                throw new ConnectException("refused");
            });
            polled.pass(SECOND);
            polled.claims(S2, 2);
            polled.pass(SECOND);

            var causes = polled.tracker.history().causes();
            assertThat(causes)
                    .extracting(change -> change.cause().kind())
                    .containsExactly(Cause.Kind.START, Cause.Kind.UNREACHABLE, Cause.Kind.UNREACHABLE);
            assertThat(causes.get(1).cause().evidence())
                    .isEqualTo("unreachable of s1 since 2.000s (\"cannot be polled: refused\")");

            polled.claims(S1, 3);
            polled.claimsNothing(S2);
            polled.pass(Duration.ofSeconds(10));

            assertThat(polled.tracker.history().facts()).hasSize(2).last().matches(Fact::isOver);
            assertThat(polled.tracker.history().summary().causes())
                    .isEqualTo(Map.of(Cause.Kind.START, 1L, Cause.Kind.UNREACHABLE, 1L, Cause.Kind.UNKNOWN, 1L));
        }
    }

    @Test
    void killDuringATransferIsTheCauseOfTheLossAndOfTheNextElection() {
        firstLeader();
        cluster.s3.factBegins(Kind.TRANSFER, "from s1");
        cluster.pass(SECOND);
        cluster.s1.factBegins(Kind.KILL, "");
        cluster.s1.lost("shut down");
        cluster.s1.factEnds(Kind.KILL, "");
        cluster.pass(SECOND);
        cluster.s2.acquired(2);

        assertThat(causes()).hasSize(3);
        assertThat(causes().get(1)).contains(": control, kill of s1 since ");
        assertThat(causes().get(2)).contains("kill of s1 since ");
    }
}
