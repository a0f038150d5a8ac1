package io.raftelection.watch.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.StubServer;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The answers have the form of Patroni 3.0.2 with PostgreSQL 15. */
@Timeout(60)
final class PatroniTest {
    private static final ServerId PG2 = ServerId.of("pg2");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HISTORY =
            "[[1,50331744,\"no recovery target specified\",\"2026-11-25T21:24:18.944064+00:00\",\"pg2\"]]";
    private static final InstantSource LATER = InstantSource.fixed(Instant.parse("2026-11-25T22:24:18.944064Z"));

    private volatile String first = status("stopped", "demoted", "");
    private volatile String second = status("running", "master", ",\"timeline\":2");

    @Test
    void promotionsAreReportedWithTheirTimelines() throws Exception {
        try (var pg1 = new StubServer((path, headers) -> path.equals("/history") ? HISTORY : first);
                var pg2 = new StubServer((path, headers) -> path.equals("/history") ? HISTORY : second);
                var watch = Watch.start(
                        Patroni.source(List.of(pg1.endpoint("pg1", ""), pg2.endpoint("pg2", "")), Access.open(), LATER),
                        WatchSettings.of("orders").withInterval(Duration.ofMillis(20)))) {
            var leadership = watch.tracker().awaitLeader(PATIENCE);
            assertThat(leadership.server()).isEqualTo(PG2);
            assertThat(leadership.term()).hasValue(2);
            assertThat(watch.tracker().history().events())
                    .filteredOn(event -> event instanceof LeadershipEvent.Acquired)
                    .singleElement()
                    .matches(LeadershipEvent::already)
                    .extracting(LeadershipEvent::uncertainty)
                    .isEqualTo(Duration.ofHours(1));

            second = status("running", "replica", ",\"timeline\":2");
            leadership.awaitLost(PATIENCE);
            first = status("starting", "master", "");
            first = status("running", "primary", ",\"timeline\":3");
            assertThat(watch.tracker().awaitLeader(PATIENCE).term()).hasValue(3);
        }
    }

    private static String status(String state, String role, String timeline) {
        return "{\"state\": \"" + state + "\", \"postmaster_start_time\": \"2026-11-25 21:23:10.1+00:00\", \"role\": \""
                + role + "\", \"server_version\": 150003" + timeline
                + ", \"database_system_identifier\": \"7444\", \"patroni\": {\"version\": \"3.0.2\","
                + " \"scope\": \"orders\"}}";
    }
}
