package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports of an attachment that was replaced do not count, and an attachment reports each change once. */
@SuppressWarnings("NullAway") // null is what one test is about
final class AttachmentTest {
    private final TrackerFixture cluster = TrackerFixture.lenient();

    @AfterEach
    void closeTheTracker() {
        cluster.close();
    }

    @Test
    void lateLossOfAnEarlierAttachmentIsDroppedAndCounted() {
        var earlier = new LeadershipReporter(cluster.s1);
        earlier.acquired(7);
        var present = new LeadershipReporter(cluster.s1);
        present.acquired(8);

        earlier.lost("closed at last");

        assertThat(history())
                .isEqualTo("s1 acquired term 7, s1 lost term 7 (\"replaced by a new attachment\"), s1 acquired term 8");
        assertThat(cluster.tracker.leader()).isPresent();
        assertThat(cluster.tracker.dropped()).isEqualTo(1);
        assertThat(cluster.tracker.anomalies()).isEmpty();
    }

    @Test
    void lateAcquisitionOfAnEarlierAttachmentIsDroppedAndCounted() {
        var earlier = new LeadershipReporter(cluster.s1);
        new LeadershipReporter(cluster.s1).lost("never led");

        earlier.acquired(7);

        assertThat(history()).isEmpty();
        assertThat(cluster.tracker.dropped()).isEqualTo(1);
    }

    @Test
    void attachmentOfOneServerLeavesAnotherServersAlone() {
        var first = new LeadershipReporter(cluster.s1);
        var second = new LeadershipReporter(cluster.s2);

        first.acquired(7);
        first.lost();
        second.acquired(8);

        assertThat(history()).isEqualTo("s1 acquired term 7, s1 lost term 7 (stepped down), s2 acquired term 8");
        assertThat(cluster.tracker.dropped()).isZero();
    }

    @Test
    void sinkThatIsUsedDirectlyIsAcceptedBesideAttachments() {
        new LeadershipReporter(cluster.s1).acquired(7);

        cluster.s1.lost("by hand");
        cluster.s1.acquired();

        assertThat(history()).isEqualTo("s1 acquired term 7, s1 lost term 7 (\"by hand\"), s1 acquired");
        assertThat(cluster.tracker.dropped()).isZero();
    }

    @Test
    void attachmentToAClosedTrackerIsDroppedAndCounted() {
        cluster.close();
        var reporter = new LeadershipReporter(cluster.s1);

        reporter.acquired(7);
        reporter.lost();

        assertThat(cluster.tracker.dropped()).isEqualTo(2);
    }

    @Test
    void changeIsReportedOnce() {
        var reporter = new LeadershipReporter(cluster.s1);

        assertThat(reporter.lost("never led")).isFalse();
        assertThat(reporter.acquired(7)).isTrue();
        assertThat(reporter.acquired(7)).isFalse();
        assertThat(reporter.acquired()).isFalse();
        assertThat(reporter.lost()).isTrue();
        assertThat(reporter.lost()).isFalse();
        assertThat(reporter.acquired(7)).isTrue();

        assertThat(history()).isEqualTo("s1 acquired term 7, s1 lost term 7 (stepped down), s1 acquired term 7");
        assertThat(cluster.tracker.anomalies()).isEmpty();
    }

    @Test
    void unknownTermIsReportedOnce() {
        var reporter = new LeadershipReporter(cluster.s1);

        assertThat(reporter.acquired()).isTrue();
        assertThat(reporter.acquired(-5)).isFalse();
        assertThat(reporter.acquired(7)).isFalse();

        assertThat(history()).isEqualTo("s1 acquired");
    }

    @Test
    void laterTermEndsTheEarlierLeadership() {
        var reporter = new LeadershipReporter(cluster.s1);
        reporter.acquired(7);

        assertThat(reporter.acquired(9)).isTrue();

        assertThat(history())
                .isEqualTo("s1 acquired term 7, s1 lost term 7 (\"elected again, in term 9\"), s1 acquired term 9");
        assertThat(cluster.tracker.anomalies()).isEmpty();
    }

    @Test
    void earlierTermIsAnAnomalyAndChangesNothing() {
        var reporter = new LeadershipReporter(cluster.s1);
        reporter.acquired(7);

        assertThat(reporter.acquired(5)).isFalse();

        assertThat(cluster.tracker.anomalies()).extracting(Anomaly::kind).containsExactly(Anomaly.Kind.STALE);
        assertThat(cluster.tracker.leader().orElseThrow().term()).hasValue(7);
    }

    @Test
    void endedAttachmentReportsNothing() {
        var reporter = new LeadershipReporter(cluster.s1);
        reporter.acquired(7);

        assertThat(reporter.end("client closed")).isTrue();
        assertThat(reporter.acquired(8)).isFalse();

        assertThat(history()).isEqualTo("s1 acquired term 7, s1 lost term 7 (\"client closed\")");
    }

    @Test
    void sinkThatThrowsDoesNotReachTheEngine() {
        var reporter = new LeadershipReporter((LeadershipSink) Proxy.newProxyInstance(
                LeadershipSink.class.getClassLoader(), new Class<?>[] {LeadershipSink.class}, (proxy, method, args) -> {
                    if (method.getName().equals("newAttachment")) {
                        return proxy;
                    }
                    throw new StackOverflowError(method.getName());
                }));

        assertThat(reporter.acquired(7)).isTrue();
        assertThat(reporter.lost("why")).isTrue();
        assertThat(reporter.acquired()).isTrue();
    }

    @Test
    void lossOfAnEarlierAttachmentThatRacesTheNextNeverEndsItsLeadership() throws Exception {
        var dropped = 0;
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                try (var raced = TrackerFixture.lenient()) {
                    var earlier = new LeadershipReporter(raced.s1);
                    earlier.acquired(7);
                    race.run(() -> earlier.lost("late"), () -> new LeadershipReporter(raced.s1).acquired(8));

                    assertThat(raced.tracker.leader().orElseThrow().term()).hasValue(8);
                    assertThat(raced.tracker.history().events()).hasSize(3);
                    assertThat(raced.tracker.anomalies()).isEmpty();
                    dropped += (int) raced.tracker.dropped();
                }
            }
        }
        assertThat(dropped).as("rounds in which the loss came late").isBetween(1, Race.ROUNDS - 1);
    }

    @Test
    void pendingExpectationOutlivesANewAttachment() throws InterruptedException {
        var future = cluster.tracker.expect(S1, Duration.ofSeconds(5));
        var reporter = new LeadershipReporter(cluster.s1);

        reporter.acquired(7);

        assertThat(future.done().term()).hasValue(7);
    }

    @Test
    void tokenOfAnEngineWithoutTermsIsNoTerm() {
        var first = new LeadershipReporter(cluster.s1);
        var second = new LeadershipReporter(cluster.s2);

        assertThat(first.acquiredWithToken(5)).isTrue();
        assertThat(first.acquiredWithToken(6)).isFalse();
        assertThat(cluster.tracker.leader().orElseThrow().fencingToken()).hasValue(5);
        first.lost();
        second.acquiredWithToken(5);

        assertThat(history()).isEqualTo("s1 acquired, s1 lost (stepped down), s2 acquired");
        assertThat(cluster.tracker.history().isSafe()).isTrue();
        assertThat(cluster.tracker.anomalies()).isEmpty();
    }

    @Test
    void tokenMayBeMissing() {
        cluster.s1.acquiredWithToken(-1);

        assertThat(cluster.tracker.leader().orElseThrow().fencingToken()).isEmpty();
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> new LeadershipReporter(null)).hasMessage("sink: is null");
    }

    /** The events without their times. */
    private String history() {
        return cluster.tracker.history().events().stream()
                .map(event -> event.toString().replaceFirst("^\\S+ ", ""))
                .collect(Collectors.joining(", "));
    }

    @Test
    void viewsInOtherNamesThanTheTrackersAreNotReported() {
        var reporter = new LeadershipReporter(cluster.s1);
        reporter.identified(ServerId.of("10.0.0.1:80"));

        assertThat(reporter.acquired(7)).isTrue();
        assertThat(reporter.follows(ServerId.of("10.0.0.2:80"), 8)).isFalse();
        assertThat(reporter.followsNobody(9)).isFalse();
        assertThat(reporter.members(Set.of(ServerId.of("10.0.0.2:80")), Set.of()))
                .isFalse();
        reporter.identified(S1);
        assertThat(reporter.follows(ServerId.of("s2"), 9)).isTrue();

        assertThat(history()).isEqualTo("s1 acquired term 7, s1 lost term 7 (stepped down), s1 follows s2 term 9");
    }
}
