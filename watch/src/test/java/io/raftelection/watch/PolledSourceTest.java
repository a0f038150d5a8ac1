package io.raftelection.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.spi.LeadershipClaim;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches a polled system in memory. */
@Timeout(60)
final class PolledSourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final WatchSettings SETTINGS = WatchSettings.of("toy")
            .withInterval(Duration.ofMillis(5))
            .withBackOff(Duration.ofMillis(20))
            .withRediscovery(Duration.ofMillis(20));
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    /** What the listener was notified of, as lines of text. */
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private final WatchListener listener = new WatchListener() {
        @Override
        public void event(String group, LeadershipEvent event) {
            if (event instanceof LeadershipEvent.Acquired) {
                lines.add(group + ": " + event.server() + " acquired");
            }
        }

        @Override
        public void problem(String subject, String words) {
            lines.add(subject + ": " + words);
        }

        @Override
        public void solved(String subject) {
            lines.add(subject + ": solved");
        }
    };

    private Watch watch(ToySystem system) {
        return Watch.start(PolledSource.of(settings -> system, Set.of(ToySystem.member("s1"))), SETTINGS, listener);
    }

    private void awaitLine(String line) throws InterruptedException {
        for (var next = lines.poll(20, TimeUnit.SECONDS); !line.equals(next); next = lines.poll(20, TimeUnit.SECONDS)) {
            assertThat(next).as("the next line while waiting for: " + line).isNotNull();
        }
    }

    @Test
    void serversThatAreFoundLaterAreTracked() throws Exception {
        var system = new ToySystem("");
        system.members.add(ToySystem.member("s1"));
        system.leaders.put("", LeadershipClaim.self(S2, 7));
        try (var watch = watch(system)) {
            system.members.add(ToySystem.member("s2"));

            assertThat(watch.tracker().awaitLeader(PATIENCE).server()).isEqualTo(S2);
        }
    }

    @Test
    void serverThatIsNoLongerListedIsUntracked() throws Exception {
        var system = new ToySystem("");
        system.members.addAll(Set.of(ToySystem.member("s1"), ToySystem.member("s2")));
        system.leaders.put("", LeadershipClaim.self(S2, 7));
        try (var watch = watch(system)) {
            var leadership = watch.tracker().awaitLeader(PATIENCE);

            system.members.remove(ToySystem.member("s2"));

            assertThat(leadership.awaitLost(PATIENCE).cause()).isEqualTo(Cause.CLOSED);
            assertThat(watch.tracker().standings()).extracting(Standing::server).containsExactly(S1);
        }
    }

    @Test
    void groupsThatAppearInAnswersAreTracked() throws Exception {
        var system = new ToySystem();
        system.members.add(ToySystem.member("s1"));
        system.leaders.put("orders", LeadershipClaim.self(S1, 3));
        try (var watch = watch(system)) {
            awaitLine("orders: s1 acquired");
            system.leaders.put("invoices", LeadershipClaim.self(S1, 4));
            awaitLine("invoices: s1 acquired");

            assertThat(watch.trackers()).containsOnlyKeys("orders", "invoices");
        }
    }

    @Test
    void serverThatCannotBeReachedIsReportedOnceAndOnceWhenItAnswers() throws Exception {
        var system = new ToySystem("");
        system.members.add(ToySystem.member("s1"));
        system.leaders.put("", LeadershipClaim.self(S1, 3));
        system.down.add(S1);
        try (var watch = watch(system)) {
            awaitLine("s1: connection refused: s1.example:1");
            int before = system.requests.get();
            while (system.requests.get() < before + 3) {
                Thread.onSpinWait();
            }
            assertThat(watch.problems()).containsEntry("s1", "connection refused: s1.example:1");
            system.down.remove(S1);

            assertThat(lines.take()).isEqualTo("s1: solved");
            awaitLine(": s1 acquired");
            assertThat(watch.problems()).isEmpty();
        }
    }

    @Test
    void closedWatchHasNoThread() throws Exception {
        var system = new ToySystem("");
        system.members.add(ToySystem.member("s1"));
        var watch = watch(system);
        watch.close();

        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("raft-election-watch")) {
                thread.join(PATIENCE.toMillis());
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }
}
