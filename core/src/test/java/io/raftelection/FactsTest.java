package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Fact.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tracker keeps of the reported facts. */
final class FactsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TrackerFixture cluster = TrackerFixture.lenient();

    @AfterEach
    void close() {
        cluster.close();
    }

    private void firstLeader() {
        cluster.s1.acquired(1);
        cluster.pass(SECOND);
    }

    @Test
    void factsOfAnUntrackedServerEnd() {
        cluster.s1.factBegins(Kind.ISOLATE, "");
        cluster.tracker.untrack(S1);
        cluster.s1.factBegins(Kind.ISOLATE, "");

        assertThat(cluster.tracker.history().facts())
                .hasToString("[0.000s s1 isolate begins, 0.000s s1 isolate ends after 0.000s]");
    }

    @Test
    void factThatBeginsAgainEndsAsOften() {
        cluster.s1.factEnds(Kind.ISOLATE, "");
        cluster.s1.factBegins(Kind.ISOLATE, "");
        cluster.s1.factBegins(Kind.ISOLATE, "again");
        cluster.s1.factEnds(Kind.ISOLATE, "again");
        cluster.s1.factBegins(Kind.CUT, "to s2");
        cluster.s1.factBegins(Kind.CUT, "to s3");
        cluster.pass(SECOND);
        cluster.s1.factEnds(Kind.ISOLATE, "other words");
        cluster.s1.factEnds(Kind.ISOLATE, "");
        cluster.s1.factEnds(Kind.CUT, "to s3");

        assertThat(cluster.tracker.history().facts())
                .hasToString("[0.000s s1 isolate begins, 0.000s s1 cut begins (\"to s2\"), 0.000s s1 cut begins"
                        + " (\"to s3\"), 1.000s s1 isolate ends after 1.000s,"
                        + " 1.000s s1 cut ends after 1.000s (\"to s3\")]");
    }

    @Test
    void stallIsNotReportedByASink() {
        cluster.s1.factBegins(Kind.STALL, "");

        assertThat(cluster.tracker.history().facts()).isEmpty();
    }

    @Test
    void historyEndsNoEarlierThanItsLastFact() {
        firstLeader();
        cluster.s1.factBegins(Kind.KILL, "");
        var history = cluster.tracker.history();
        var early = history.facts().get(0).at().minusNanos(1);

        assertThatThrownBy(() -> new History(
                        history.cluster(),
                        history.startedAt(),
                        early,
                        history.events(),
                        history.dropped(),
                        history.anchors(),
                        history.facts(),
                        history.droppedFacts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("until: ");
    }
}
