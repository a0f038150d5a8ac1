package io.raftelection.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** When elections and losses are counted, and with which cause. */
final class CauseCountsTest {

    @Test
    void stallThatIsReportedAfterAnElectionIsItsCause() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            s1.acquired(1);
            metered.pass(10_000);
            metered.time.schedule(Duration.ofMillis(50), s1::lost); // due before the timer of the stall
            metered.time.schedule(Duration.ofMillis(50), () -> {
                s1.acquired(2);
                assertThat(metered.caused("elections", "unknown"))
                        .as("the stall may follow")
                        .isZero();
            });
            metered.time.stall(Duration.ofSeconds(4));

            assertThat(metered.caused("elections", "stall")).isEqualTo(1);
            assertThat(metered.caused("losses", "stall")).isEqualTo(1);
            metered.pass(60_000);
            assertThat(metered.caused("elections", "unknown")).isZero();
            assertThat(metered.elections()).isEqualTo(2);
        }
    }

    @Test
    void unknownCauseIsCountedAfterASecondAndAKnownOneAtOnce() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            s1.acquired(1);
            assertThat(metered.caused("elections", "start")).isEqualTo(1);
            metered.pass(10_000);
            s1.lost();
            s1.acquired(2);
            metered.pass(999);
            assertThat(metered.elections()).isEqualTo(1);
            metered.pass(1);
            assertThat(metered.caused("elections", "unknown")).isEqualTo(1);
            assertThat(metered.caused("losses", "unknown")).isEqualTo(1);

            metered.time.stall(Duration.ofSeconds(4));
            assertThat(metered.caused("elections", "unknown"))
                    .as("a counter cannot go back")
                    .isEqualTo(1);
        }
    }

    @Test
    void electionBeforeTheTrackerWasClosedIsCountedAfterIt() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            s1.acquired(1);
            metered.pass(10_000);
            s1.lost();
            s1.acquired(2);
            metered.tracker.close();
            metered.pass(1_000);

            assertThat(metered.caused("elections", "unknown")).isEqualTo(1);
        }
    }

    @Test
    void electionsThatWaitAreBounded() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            s1.acquired(1);
            metered.pass(10_000);
            for (int term = 2; term <= 301; term++) {
                s1.lost();
                s1.acquired(term);
            }
            assertThat(metered.caused("elections", "unknown")).isEqualTo(300 - 256);
            metered.pass(1_000);
            assertThat(metered.caused("elections", "unknown")).isEqualTo(300);
        }
    }

    @Test
    void factsThatAreMissingLeaveTheChangesKnown() {
        var queued = new ArrayDeque<Runnable>();
        var registry = new SimpleMeterRegistry();
        try (var tracker = Tracker.builder("orders")
                        .mailboxSize(1)
                        .executor(queued::add)
                        .build();
                var metrics = LeadershipMetrics.of(tracker)) {
            metrics.bindTo(registry);
            var s1 = tracker.track(ServerId.of("s1"));
            var s2 = tracker.track(ServerId.of("s2"));
            s1.acquired(1);
            run(queued);
            s1.lost("shut down");
            run(queued);
            s2.factBegins(Fact.Kind.KILL, "");
            s2.factEnds(Fact.Kind.KILL, "");
            run(queued);
            s2.acquired(2);
            run(queued);

            assertThat(registry.get("raft.election.elections")
                            .tag("cause", "engine-reason")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        }
    }

    private static void run(Queue<Runnable> queued) {
        while (!queued.isEmpty()) {
            queued.remove().run();
        }
    }
}
