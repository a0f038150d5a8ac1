package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The history, and the results that are computed from it. */
final class HistoryTest {

    @Test
    void historyIsBoundedAndCountsWhatItDropped() {
        try (var tracker = Tracker.builder("orders").historySize(3).build()) {
            var s1 = tracker.track(ServerId.of("s1"));
            for (int term = 1; term <= 3; term++) {
                s1.acquired(term);
                s1.lost();
            }

            assertThat(tracker.history().events()).hasSize(3);
            assertThat(tracker.history().dropped()).isEqualTo(3);
            assertThat(tracker.history().safety())
                    .hasToString("held: no term had two leaders, 1 term checked, 3 events could not be");
        }
    }

    @Test
    void historyMayBeOff() {
        try (var tracker = Tracker.builder("orders").historySize(0).build()) {
            tracker.track(ServerId.of("s1")).lost("x");

            assertThat(tracker.history().events()).isEmpty();
            assertThat(tracker.anomalies()).isEmpty();
        }
    }

    @Test
    void timeOfTheHistoryEndsWithTheTracker() {
        var cluster = TrackerFixture.lenient();
        cluster.pass(Duration.ofSeconds(2));
        assertThat(cluster.tracker.history().until()).isEqualTo(Duration.ofSeconds(2));
        cluster.close();
        cluster.pass(Duration.ofSeconds(2));

        assertThat(cluster.tracker.history().until()).isEqualTo(Duration.ofSeconds(2));
        assertThat(cluster.tracker.history().startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(cluster.tracker.elapsed()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void timeOfTheHistoryBeginsWithTheTracker() {
        var time = new ManualTime();
        time.advance(Duration.ofSeconds(3));
        try (var tracker = Tracker.builder("late").timer(time).clock(time).build()) {
            time.advance(Duration.ofSeconds(1));

            assertThat(tracker.elapsed()).isEqualTo(Duration.ofSeconds(1));
            assertThat(tracker.history().startedAt()).isEqualTo(Instant.EPOCH.plusSeconds(3));
        }
    }

    @Test
    void summaryCountsTenuresGapsAndOverlaps() {
        var summary = history(
                        10,
                        "1s a acquired term 1",
                        "3s b acquired term 2",
                        "3.5s a lost term 1 (superseded)",
                        "3.6s b acquired term 2 !duplicate",
                        "4s b lost term 2 (stepped down)",
                        "4.5s c lost (stepped down) !spurious-loss",
                        "6s a acquired term 3",
                        "7s a acquired term 4 !missed-loss",
                        "8s b acquired term 5")
                .summary();

        assertThat(summary.elections()).isEqualTo(5);
        assertThat(summary.tenures()).hasToString("{a=Tenure[times=3, total=PT6.5S], b=Tenure[times=2, total=PT3S]}");
        assertThat(summary.withoutKnownLeader()).hasToString("Periods[times=2, total=PT3S, longest=PT2S]");
        assertThat(summary.longestOverlap()).hasValueSatisfying(overlap -> {
            assertThat(overlap.length()).isEqualTo(Duration.ofSeconds(2));
            assertThat(overlap.older()).hasToString("7.000s a acquired term 4 !missed-loss");
            assertThat(overlap.newer()).hasToString("8.000s b acquired term 5");
        });
        assertThat(summary.anomalies()).hasToString("{DUPLICATE=1, MISSED_LOSS=1, SPURIOUS_LOSS=1}");
    }

    @Test
    void summaryOfNothingIsOneGap() {
        assertThat(history(4).summary().withoutKnownLeader()).hasToString("Periods[times=1, total=PT4S, longest=PT4S]");
        assertThat(history(4).summary().longestOverlap()).isEmpty();
    }

    @Test
    void termWithTwoLeadersIsNamedWithBoth() {
        var history = history(
                9,
                "1s a acquired term 7",
                "2s a lost term 7 (stepped down)",
                "3s a acquired term 7",
                "4s b acquired term 7 !stale",
                "5s c acquired term 7",
                "6s a acquired term 3",
                "7s b acquired term 3",
                "8s a acquired");

        assertThat(history.isSafe()).isFalse();
        assertThat(history.safety()).hasToString("""
                VIOLATED: a term had two leaders, 2 terms checked, 1 event could not be
                  term 3: a at 6.000s, b at 7.000s
                  term 7: a at 1.000s, b at 4.000s, c at 5.000s""");
    }

    @Test
    void anomalySplitTermIsNoticedAmongTheLatestTerms() {
        try (var cluster = TrackerFixture.lenient()) {
            cluster.s1.acquired(1);
            cluster.s1.acquired(64);
            cluster.s2.acquired(64);
            cluster.s1.acquired(65);
            cluster.s3.acquired(1);

            assertThat(cluster.tracker.anomalies().stream()
                            .filter(anomaly -> anomaly.kind() == Anomaly.Kind.SPLIT_TERM))
                    .singleElement()
                    .hasToString("0.000s s2 acquired term 64 !split-term: s1 acquired it too");
            assertThat(cluster.tracker.leader())
                    .hasValueSatisfying(held -> assertThat(held).hasToString("s1 leads term 65"));
        }
    }

    @Test
    void leaderIsTheOneOfTheLatestTermAmongTheHeld() {
        try (var cluster = TrackerFixture.lenient()) {
            cluster.s1.acquired(5);
            cluster.s2.acquired(4);
            assertThat(cluster.tracker).hasToString("tracker orders: s1 leads (term 5)");
            cluster.s1.lost();
            assertThat(cluster.tracker).hasToString("tracker orders: s2 leads (term 4)");
            cluster.s2.lost();
            assertThat(cluster.tracker).hasToString("tracker orders: no leader is known here");
        }
    }

    @Test
    void historyRefusesAnImpossibleCount() {
        assertThatThrownBy(() -> new History("x", Instant.EPOCH, Duration.ZERO, List.of(), -1))
                .hasMessage("dropped: -1, expected zero or more");
    }

    private static History history(int until, String... lines) {
        return new History(
                "orders",
                Instant.EPOCH,
                Duration.ofSeconds(until),
                Stream.of(lines).map(LeadershipEvent::parse).toList(),
                0);
    }
}
