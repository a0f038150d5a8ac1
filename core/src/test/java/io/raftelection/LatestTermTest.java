package io.raftelection;

import static io.raftelection.Anomaly.Kind.STALE_VIEW;
import static io.raftelection.Anomaly.Kind.UNKNOWN_TERM;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static io.raftelection.TrackerFixture.S3;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server's latest term outlives the events after it, although no object is created for it. */
final class LatestTermTest {
    private final TrackerFixture fixture = TrackerFixture.lenient();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void spuriousLossLeavesTheLatestTerm() {
        fixture.s1.acquired(7);
        fixture.s1.lost();
        fixture.s1.lost();

        fixture.s1.follows(S2, 5);

        assertThat(lastEvent().anomalies()).containsExactly(STALE_VIEW);
    }

    @Test
    void spuriousReadinessLeavesTheLatestTerm() {
        fixture.s1.acquired(7);
        fixture.s1.lost();
        fixture.s1.ready();

        fixture.s1.follows(S2, -1);

        assertThat(lastEvent().anomalies()).containsExactly(UNKNOWN_TERM);
    }

    @Test
    void acquisitionOfAnEarlierTermLeavesTheLatestTerm() {
        fixture.s1.acquired(7);
        fixture.s1.lost();
        fixture.s1.acquired(5);

        fixture.s1.follows(S2, 6);

        assertThat(lastEvent().anomalies()).containsExactly(STALE_VIEW);
    }

    @Test
    void followersReportALeaderAgainThatResumesItsTerm() {
        fixture.s1.followsNobody(6);
        fixture.s1.acquired(7);
        fixture.s2.follows(S1, 7);
        fixture.s3.follows(S1, 7);
        fixture.s1.lost("transfer");

        fixture.s1.acquired(7);

        assertThat(fixture.tracker.knownLeader().orElseThrow().reportedBy()).containsExactly(S1, S2, S3);
    }

    private LeadershipEvent lastEvent() {
        var events = fixture.tracker.history().events();
        return events.get(events.size() - 1);
    }
}
