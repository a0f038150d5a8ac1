package io.raftelection.jetcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipReporter;
import org.junit.jupiter.api.Test;

/** What is reported when the news of jetcd's threads arrive in an order that etcd did not have. */
final class CampaignReportsTest {
    private static final ServerId S1 = ServerId.of("s1");

    private final Tracker tracker = Tracker.lenient("orders");
    private final CampaignReports reports =
            new CampaignReports(new LeadershipReporter(tracker.track(S1)), S1, ServerId::of);

    @Test
    void campaignWhoseLeaseHasEndedMeanwhileIsNotReported() {
        var campaign = reports.begin(7, "s1");
        reports.leaseEnded(7, "its lease is gone");
        reports.won(campaign, 11);

        assertThat(tracker.history().events()).isEmpty();
    }

    @Test
    void endOfAnotherLeaseAndResignationOfAnotherKeyEndNothing() {
        reports.won(reports.begin(7, "s1"), 11);
        reports.leaseEnded(8, "its lease is gone");
        reports.resigns(10);

        assertThat(tracker.leader()).isPresent();
    }

    @Test
    void campaignThatFailedIsForgotten() {
        var campaign = reports.begin(7, "s1");
        reports.failed(campaign);
        reports.won(campaign, 11);

        assertThat(tracker.history().events()).isEmpty();
    }

    @Test
    void closedClientReportsNothingMore() {
        var campaign = reports.begin(7, "s1");
        reports.end();
        reports.won(campaign, 11);
        reports.won(reports.begin(7, "s1"), 12);

        assertThat(tracker.leader()).isEmpty();
    }
}
