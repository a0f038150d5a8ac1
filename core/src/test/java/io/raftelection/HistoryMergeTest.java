package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests how the histories of several processes become one. */
final class HistoryMergeTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private static History history(Instant startedAt, double until, String... lines) {
        return new History(
                "orders",
                startedAt,
                Duration.ofMillis((long) (until * 1_000)),
                Stream.of(lines).map(LeadershipEvent::parse).toList(),
                0);
    }

    @Test
    void eventsAreInTheOrderOfTheWallClocks() {
        var one = history(NOON, 10, "1.000s s1 acquired term 1", "4.000s s1 lost term 1 (stepped down)");
        var two = history(NOON.plusSeconds(2), 8, "0.500s s2 follows s1 term 1", "3.000s s2 acquired term 2");

        var merged = History.merge(List.of(one, two));

        assertThat(merged).hasToString("""
                1.000s s1 acquired term 1
                2.500s s2 follows s1 term 1
                4.000s s1 lost term 1 (stepped down)
                5.000s s2 acquired term 2
                10.000s s2 lost term 2 ("the recording ends")""");
        assertThat(merged.startedAt()).isEqualTo(NOON);
        assertThat(merged.until()).isEqualTo(Duration.ofSeconds(10));
        assertThat(merged.isSafe()).isTrue();
    }

    @Test
    void noServerFollowsALeaderBeforeItWasElected() {
        var leader = history(NOON, 10, "5.000s s1 acquired term 1");
        var behind = history(NOON, 10, "4.000s s2 follows s1 term 1", "6.000s s2 acquired term 2");
        var last = history(NOON, 10, "6.500s s3 follows s2 term 2");

        // The first clock was 0.5 s ahead, and the second one 0.5 s behind: to correct two others would change more.
        assertThat(History.merge(List.of(leader, behind, last)).toString()).startsWith("""
                5.000s s1 acquired term 1
                5.000s s2 follows s1 term 1
                7.000s s2 acquired term 2
                7.000s s3 follows s2 term 2
                """);
    }

    @Test
    void boundsInBothDirectionsAreKept() {
        // Two's clock is 10 s behind: views in one bound the correction from above, and views in two from below.
        var one = history(NOON, 30, "11.000s s1 acquired term 1", "15.200s s1 follows s2 term 2");
        var two = history(NOON, 30, "1.100s s2 follows s1 term 1", "5.000s s2 acquired term 2");

        assertThat(History.merge(List.of(one, two)).events())
                .extracting(LeadershipEvent::toString)
                .startsWith(
                        "11.000s s1 acquired term 1",
                        "11.000s s2 follows s1 term 1",
                        "14.900s s2 acquired term 2",
                        "15.200s s1 follows s2 term 2");
    }

    @Test
    void clockThatIsWrongIsCorrectedInsteadOfTwoThatAgree() {
        var wrong = history(NOON.minusSeconds(3_600), 10, "1.000s s1 follows s2 term 1", "5.000s s1 acquired term 2");
        var two = history(NOON, 10, "0.500s s2 acquired term 1", "5.500s s2 follows s1 term 2");
        var three = history(NOON, 10, "0.600s s3 follows s2 term 1", "5.500s s3 follows s1 term 2");

        var merged = History.merge(List.of(wrong, two, three));

        assertThat(merged.startedAt()).isEqualTo(NOON.minusMillis(500));
        assertThat(merged.toString()).startsWith("""
                1.000s s2 acquired term 1
                1.000s s1 follows s2 term 1
                1.100s s3 follows s2 term 1
                5.000s s1 acquired term 2
                6.000s s2 follows s1 term 2
                """);
    }

    @Test
    void viewsThatContradictEachOtherAreBothMissedByAsLittleAsPossible() {
        var one = history(NOON, 10, "1.000s s1 acquired term 1", "3.000s s1 follows s2 term 2");
        var two = history(NOON, 10, "0.900s s2 follows s1 term 1", "3.300s s2 acquired term 2");

        // The correction of two is at least +0.100s and at most -0.300s.
        assertThat(History.merge(List.of(one, two)).toString())
                .contains("s2 follows s1 term 1")
                .startsWith("0.");
    }

    @Test
    void restartedServerIsJoinedInTheOrderOfItsTerms() {
        var before = history(NOON, 10, "1.000s s1 acquired term 1");
        var after = history(NOON.minusSeconds(500), 10, "1.000s s1 acquired term 2");

        var merged = History.merge(List.of(after, before));

        assertThat(merged).hasToString("""
                1.000s s1 acquired term 1
                10.000s s1 lost term 1 ("the recording ends")
                11.000s s1 acquired term 2
                20.000s s1 lost term 2 ("the recording ends")""");
        assertThat(merged.summary().longestOverlap()).isEmpty();
    }

    @Test
    void twoLeadersOfATermThatNoHistoryShowsAreFound() {
        var one = history(NOON, 10, "1.000s s1 acquired term 7");
        var two = history(NOON, 10, "1.500s s2 follows s1 term 7");
        var three = history(NOON, 10, "2.000s s3 acquired term 7");

        assertThat(List.of(one, two, three)).allMatch(History::isSafe);
        assertThat(History.merge(List.of(one, two, three)).safety()).hasToString("""
                VIOLATED: a term had two leaders, 1 term checked
                  term 7: s1 at 1.000s, s3 at 2.000s""");
    }

    @Test
    void suspendedMachineMovesLaterEvents() {
        var suspended = new History(
                "orders",
                NOON,
                Duration.ofSeconds(3),
                List.of(
                        LeadershipEvent.parse("1.000s s1 acquired term 1"),
                        LeadershipEvent.parse("2.000s s1 lost term 1 (stepped down)")),
                0,
                List.of(
                        new TimeAnchor(Duration.ofSeconds(2), NOON.plusSeconds(62)),
                        new TimeAnchor(Duration.ofSeconds(3), NOON.minusSeconds(3_000))));

        assertThat(History.merge(List.of(suspended, history(NOON, 100))).toString())
                .isEqualTo("""
                1.000s s1 acquired term 1
                62.000s s1 lost term 1 (stepped down)""");
    }

    @Test
    void singleHistoryStaysAsItIs() {
        var history = history(NOON, 10, "1.000s s1 acquired term 7");

        assertThat(History.merge(List.of(history))).isSameAs(history);
    }

    @Test
    void historiesOfOtherClustersAreRefused() {
        var other = new History("billing", NOON, Duration.ZERO, List.of(), 0);

        assertThatThrownBy(() -> History.merge(List.of(history(NOON, 1), other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cluster: \"orders\" and \"billing\", expected histories of one cluster");
        assertThatThrownBy(() -> History.merge(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("histories: is empty, expected at least one");
    }
}
