package io.raftelection.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which meters exist, for how long, and what they keep alive. */
final class BindingTest {

    @Test
    void serversBeyondTheLimitShareOneValueOfTheTag() {
        try (var metered = Metered.bound(2)) {
            for (int i = 1; i <= 5; i++) {
                metered.track("s" + i).followsNobody(0);
            }
            metered.tracker.untrack(ServerId.of("s5"));
            metered.track("s5").acquired(1);

            assertThat(metered.registry.find("raft.election.leader").gauges()).hasSize(3);
            assertThat(metered.leads(LeadershipMetrics.OTHER_SERVERS)).isEqualTo(1);
            assertThat(metered.gauge("servers.untagged")).isEqualTo(3);
        }
    }

    @Test
    void serverThatIsNoLongerTrackedMakesRoomForAnother() {
        try (var metered = Metered.bound(1)) {
            metered.track("s1").acquired(1);
            metered.tracker.untrack(ServerId.of("s1"));
            metered.track("s2").acquired(2);

            assertThat(metered.registry
                            .find("raft.election.leader")
                            .tag("server", "s1")
                            .gauge())
                    .isNull();
            assertThat(metered.leads("s2")).isEqualTo(1);
            assertThat(metered.gauge("servers.untagged")).isZero();
        }
    }

    @Test
    void closeRemovesEveryMeterAndNothingElse() {
        try (var metered = Metered.bound()) {
            var s1 = metered.track("s1");
            s1.acquired(1);
            metered.registry.counter("of.the.application");
            metered.metrics.close();
            s1.lost();
            metered.track("s2").acquired(2);

            assertThat(metered.registry.getMeters())
                    .extracting(meter -> meter.getId().getName())
                    .containsExactly("of.the.application");
            assertThatThrownBy(() -> metered.metrics.bindTo(metered.registry))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("metrics of orders: are closed");
        }
    }

    @Test
    void secondBindingToTheSameRegistryHasNoEffect() {
        try (var metered = Metered.bound()) {
            metered.bind();
            metered.track("s1").acquired(1);

            assertThat(metered.elections()).isEqualTo(1);
        }
    }

    @Test
    void trackersShareARegistryIfTheirNamesOrTagsDiffer() {
        var registry = new SimpleMeterRegistry();
        try (var orders = Tracker.lenient("orders");
                var bills = Tracker.lenient("bills");
                var again = Tracker.lenient("orders");
                var first = LeadershipMetrics.of(orders);
                var second = LeadershipMetrics.of(bills);
                var third = LeadershipMetrics.of(again);
                var fourth = LeadershipMetrics.of(again, Tags.of("site", "b"), 3)) {
            first.bindTo(registry);
            second.bindTo(registry);
            fourth.bindTo(registry);

            assertThat(registry.find("raft.election.term").gauges()).hasSize(3);
            assertThatThrownBy(() -> third.bindTo(registry))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("meter raft.election.term: another tracker has registered it")
                    .hasMessageContaining("cluster=orders");
            third.close();
            assertThat(registry.find("raft.election.term").gauges()).hasSize(3);
        }
    }

    @Test
    void compositeRegistryLosesTheMetersToo() {
        var simple = new SimpleMeterRegistry();
        var composite = new CompositeMeterRegistry().add(simple);
        try (var tracker = Tracker.lenient("orders")) {
            MeterRegistry registry = composite;
            // region bind
            var metrics = LeadershipMetrics.of(tracker);
            metrics.bindTo(registry);
            // endregion
            assertThat(simple.getMeters()).isNotEmpty();

            metrics.close();
            assertThat(simple.getMeters()).isEmpty();
        }
    }

    @Test
    void listenerThatMissesEventsStartsAnewFromTheStandings() {
        var queued = new ArrayDeque<Runnable>();
        var registry = new SimpleMeterRegistry();
        try (var tracker = Tracker.builder("orders")
                        .mailboxSize(1)
                        .executor(queued::add)
                        .build();
                var metrics = LeadershipMetrics.of(tracker)) {
            metrics.bindTo(registry);
            var s1 = tracker.track(ServerId.of("s1"));
            s1.acquired(1);
            s1.lost();
            tracker.track(ServerId.of("s2")).acquired(2);
            while (!queued.isEmpty()) {
                queued.remove().run();
            }

            assertThat(registry.get("raft.election.events.missed").counter().count())
                    .isEqualTo(2);
            assertThat(registry.get("raft.election.leader")
                            .tag("server", "s2")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(registry.get("raft.election.leader")
                            .tag("server", "s1")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(registry.get("raft.election.term").gauge().value()).isEqualTo(2);
            assertThat(registry.get("raft.election.time.to.elect").timer().count())
                    .isZero();
        }
    }

    @Test
    void metersNeitherKeepATrackerAliveNorNeedItToBeHeld() throws Exception {
        var registry = new SimpleMeterRegistry();
        var told = new LinkedBlockingQueue<LeadershipEvent>();
        var forgotten = new WeakReference<>(abandoned(registry, told));
        var sink = abandoned(registry, told, "held");
        for (int i = 0; i < 100 && forgotten.get() != null; i++) {
            System.gc();
            told.poll(100, TimeUnit.MILLISECONDS); // the time that a thread takes to let go of its last task
        }

        assertThat(forgotten.get()).isNull();
        assertThat(term(registry, "forgotten")).isNaN();
        Awaitility.await()
                .untilAsserted(() -> assertThat(term(registry, "held")).isEqualTo(1));
        sink.acquired(2);
        Awaitility.await()
                .untilAsserted(() -> assertThat(term(registry, "held")).isEqualTo(2));
    }

    private static double term(SimpleMeterRegistry registry, String cluster) {
        return registry.get("raft.election.term")
                .tag("cluster", cluster)
                .gauge()
                .value();
    }

    /** {@return the sink of a tracker that nobody else holds} */
    private static LeadershipSink abandoned(SimpleMeterRegistry registry, LinkedBlockingQueue<LeadershipEvent> told)
            throws InterruptedException {
        return abandoned(registry, told, "forgotten");
    }

    private static LeadershipSink abandoned(
            SimpleMeterRegistry registry, LinkedBlockingQueue<LeadershipEvent> told, String name)
            throws InterruptedException {
        var tracker = Tracker.lenient(name);
        LeadershipMetrics.of(tracker).bindTo(registry);
        tracker.subscribe(told::add);
        var sink = tracker.track(ServerId.of("s1"));
        sink.acquired(1);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
        return sink;
    }

    @Test
    void namesAndUnitsFollowTheConventions() {
        try (var metered = Metered.bound()) {
            assertThat(metered.registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> {
                assertThat(id.getName()).matches("raft\\.election(\\.[a-z]+)+");
                assertThat(id.getDescription()).isNotBlank().endsWith(".");
                assertThat(id.getTag("cluster")).isEqualTo("orders");
            });
        }
    }

    @Test
    void documentListsEveryMeterWithItsTypeAndItsTags() throws Exception {
        var rows = Files.readString(Path.of("..", "docs", "metrics", "README.md"));
        try (var metered = Metered.bound()) {
            metered.track("s1").acquired(1);
            for (var meter : metered.registry.getMeters()) {
                var id = meter.getId();
                var tags = id.getTags().stream()
                        .map(Tag::getKey)
                        .filter(key -> !key.equals("cluster"))
                        .map(key -> "`" + key + "`")
                        .toList();
                assertThat(rows)
                        .contains("| `" + id.getName() + "` | " + type(meter) + " | " + String.join(", ", tags));
            }
        }
    }

    private static String type(Meter meter) {
        return meter.match(
                gauge -> "gauge",
                counter -> "counter",
                timer -> "timer",
                summary -> "summary",
                task -> "long task timer",
                gauge -> "time gauge",
                counter -> "function counter",
                timer -> "function timer",
                other -> "other");
    }
}
