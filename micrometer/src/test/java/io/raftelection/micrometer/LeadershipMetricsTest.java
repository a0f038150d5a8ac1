package io.raftelection.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.PolledLeadership;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The values of the meters, by what a tracker reports. */
final class LeadershipMetricsTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @Test
    void leaderAndTermAreThoseLastReported() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            var s2 = metered.track("s2");
            s1.acquired(4);
            s2.follows(S1, 4);

            assertThat(metered.leads("s1")).isEqualTo(1);
            assertThat(metered.leads("s2")).isZero();
            assertThat(metered.gauge("term")).isEqualTo(4);
            assertThat(metered.gauge("leader.known")).isEqualTo(1);
            assertThat(metered.gauge("servers.tracked")).isEqualTo(2);
            assertThat(metered.gauge("servers.reporting")).isEqualTo(2);

            s1.lost();
            s2.followsNobody(5);

            assertThat(metered.leads("s1")).isZero();
            assertThat(metered.gauge("term")).isEqualTo(5);
            assertThat(metered.gauge("leader.known")).isZero();
        }
    }

    @Test
    void timesCountFromTheReportsOfTheirBeginningAndEnd() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            var s2 = metered.track("s2");
            metered.pass(1_000);
            s1.acquired(1);
            metered.pass(30);
            s2.follows(S1, 1);
            metered.pass(20);
            s1.ready();
            metered.pass(450);
            s1.lost();
            metered.pass(200);
            s2.acquired(2);

            assertThat(metered.timer("time.to.elect"))
                    .as("the first election has no beginning")
                    .isEqualTo("1 in 200 ms");
            assertThat(metered.timer("time.to.ready")).isEqualTo("1 in 50 ms");
            assertThat(metered.timer("time.to.agreement")).isEqualTo("1 in 30 ms");
            assertThat(metered.timer("tenure", "server", "s1")).isEqualTo("1 in 500 ms");
            assertThat(metered.timer("tenure", "server", "s2")).as("it lasts").isEqualTo("0 in 0 ms");
            metered.pass(1_000);
            assertThat(metered.caused("elections", "start")).isEqualTo(1);
            assertThat(metered.caused("elections", "unknown")).isEqualTo(1);
            assertThat(metered.caused("losses", "unknown")).isEqualTo(1);
        }
    }

    @Test
    void agreementNeedsEveryServerOfTheCluster() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            var s2 = metered.track("s2");
            metered.track("s3");
            s1.acquired(1);
            s2.follows(S1, 1);
            assertThat(metered.timer("time.to.agreement"))
                    .as("s3 has reported nothing")
                    .isEqualTo("0 in 0 ms");

            metered.pass(70);
            s1.members(Set.of(S1, S2), Set.of());
            assertThat(metered.timer("time.to.agreement")).as("s3 is no member").isEqualTo("1 in 70 ms");
        }
    }

    @Test
    void overlapIsMeasuredWhenItEnds() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            var s2 = metered.track("s2");
            s1.acquired(1);
            metered.pass(100);
            s2.acquired(2);
            metered.pass(40);
            assertThat(metered.timer("overlap")).isEqualTo("0 in 0 ms");
            s1.lost();

            assertThat(metered.timer("overlap")).isEqualTo("1 in 40 ms");
            assertThat(metered.timer("time.to.elect"))
                    .as("there was a leader all the time")
                    .isEqualTo("0 in 0 ms");
        }
    }

    @Test
    void timeWithoutAKnownLeaderIsDividedByWhatWasReported() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            var s2 = metered.track("s2");
            metered.pass(300);
            assertThat(metered.unknown("none")).as("nothing is reported").isEqualTo("1 in 300 ms");
            s2.followsNobody(0);
            metered.pass(50);
            s1.acquired(1);
            metered.pass(1_000);
            s1.lost();
            metered.pass(20);

            assertThat(metered.unknown("reported"))
                    .as("the second period lasts")
                    .isEqualTo("2 in 70 ms");
            s1.followsNobody(2);
            s1.detached();
            s2.detached();
            metered.pass(5);
            assertThat(metered.unknown("reported")).isEqualTo("2 in 70 ms");
            assertThat(metered.unknown("none")).isEqualTo("2 in 305 ms");
        }
    }

    @Test
    void timeWithoutAKnownLeaderEndsWithTheTracker() {
        try (var metered = Metered.bound()) {
            metered.track("s1").acquired(1);
            metered.tracker.close();
            metered.pass(60_000);

            assertThat(metered.unknown("none")).isEqualTo("0 in 0 ms");
            assertThat(metered.unknown("reported")).isEqualTo("0 in 0 ms");
            assertThat(metered.gauge("leader.known")).isNaN();
            assertThat(metered.timer("tenure", "server", "s1"))
                    .as("its end is not known")
                    .isEqualTo("0 in 0 ms");
        }
    }

    @Test
    void readingsNeverGoBackWhenTheTrackerIsClosed() {
        try (var metered = Metered.bound()) {
            metered.track("s1");
            metered.pass(100);
            assertThat(metered.unknown("none")).isEqualTo("1 in 100 ms");
            metered.pass(100);
            metered.tracker.close();
            metered.pass(900);

            assertThat(metered.unknown("none")).isEqualTo("1 in 100 ms");
        }
    }

    @Test
    void stateAtTheBindingIsShownAndNotCounted() {
        try (var metered = Metered.unbound()) {
            var s1 = metered.track("s1");
            s1.acquired(3);
            metered.pass(1_000);
            metered.bind();

            assertThat(metered.leads("s1")).isEqualTo(1);
            assertThat(metered.gauge("term")).isEqualTo(3);
            assertThat(metered.elections()).isZero();
            assertThat(metered.unknown("none")).isEqualTo("0 in 0 ms");
            s1.lost();
            assertThat(metered.timer("tenure", "server", "s1")).isEqualTo("1 in 1000 ms");
        }
    }

    @Test
    void anomaliesAndDroppedNotificationsAreCounted() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            s1.lost();
            s1.acquired(2);
            metered.track("s2").acquired(2);
            metered.tracker.untrack(S1);
            s1.acquired(3);

            assertThat(metered.count("anomalies", "kind", "spurious-loss")).isEqualTo(1);
            assertThat(metered.count("anomalies", "kind", "split-term")).isEqualTo(1);
            assertThat(metered.registry
                            .get("raft.election.notifications.dropped")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void leaderThatWasOnlyUnreachableIsNotElectedAgain() {
        var term = new AtomicLong(7);
        try (var metered = Metered.bound()) {
            metered.tracker.track(
                    PolledLeadership.of(Map.of(S1, () -> answer(term.get()))).withInterval(Duration.ofMillis(100)));
            await(metered, () -> metered.gauge("leader.known") == 1);
            assertThat(metered.elections()).as("it led before").isZero();

            term.set(0);
            await(metered, () -> metered.caused("losses", "unreachable") == 1);
            assertThat(metered.gauge("servers.reporting")).isZero();
            term.set(7);
            await(metered, () -> metered.leads("s1") == 1);
            assertThat(metered.elections()).isZero();
            assertThat(metered.timer("time.to.elect")).isEqualTo("0 in 0 ms");

            term.set(8);
            await(metered, () -> metered.elections() == 1);
        }
    }

    /** Lets time pass until the polls, which run on other threads, led to a state. */
    private static void await(Metered metered, BooleanSupplier state) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            metered.pass(100);
            return state.getAsBoolean();
        });
    }

    private static Optional<LeadershipClaim> answer(long term) throws IOException {
        if (term == 0) {
            throw new IOException("connection refused");
        }
        return Optional.of(LeadershipClaim.self(S1, term));
    }

    @Test
    void electionOfAServerThatIsNotTrackedIsNotTimed() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            s1.acquired(1);
            s1.lost();
            s1.follows(S2, 2);
            metered.pass(60_000);
            s1.acquired(3);

            assertThat(metered.timer("time.to.elect")).isEqualTo("0 in 0 ms");
        }
    }
}
