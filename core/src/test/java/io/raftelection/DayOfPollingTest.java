package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.ManualTime;
import io.raftelection.spi.PolledLeadership;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster is polled for 24 hours of manual time. Each minute another server leads, and one server in five fails. */
@Timeout(120)
final class DayOfPollingTest {
    private static final List<ServerId> SERVERS = List.of(ServerId.of("s1"), ServerId.of("s2"), ServerId.of("s3"));
    private static final int HISTORY = 1_000;
    private static final long MAX_GROWTH = 1 << 20;

    private final ManualTime time = new ManualTime();
    private final Log log = new Log();
    private int minute;

    private Optional<LeadershipClaim> poll(int server) throws IOException {
        if (minute % 5 == 0 && minute / 5 % SERVERS.size() == server) {
            throw new IOException("connection refused");
        }
        int leader = minute % SERVERS.size();
        return Optional.of(
                leader == server
                        ? LeadershipClaim.self(SERVERS.get(server), minute)
                        : LeadershipClaim.hearsay(SERVERS.get(leader), minute));
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void memoryOfADayIsBounded() {
        try (var tracker = Tracker.builder("day")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .historySize(HISTORY)
                .logger(log)
                .build()) {
            var probes = new LinkedHashMap<ServerId, LeadershipProbe>();
            for (int i = 0; i < SERVERS.size(); i++) {
                int server = i;
                probes.put(SERVERS.get(i), () -> poll(server));
            }
            var polling = tracker.track(PolledLeadership.of(probes).withJitter(Duration.ZERO));
            long afterSixHours = 0;
            for (minute = 1; minute <= Duration.ofDays(1).toMinutes(); minute++) {
                time.advance(Duration.ofMinutes(1));
                log.lines.clear();
                if (minute == 360) {
                    afterSixHours = usedMemory();
                }
            }

            assertThat(usedMemory() - afterSixHours).isLessThan(MAX_GROWTH);
            assertThat(polling.polls()).isGreaterThan(400_000);
            assertThat(tracker.history().events()).hasSize(HISTORY);
            assertThat(tracker.history().dropped()).isGreaterThan(4_000);
            assertThat(tracker.anomalies()).isEmpty();
        }
    }
}
