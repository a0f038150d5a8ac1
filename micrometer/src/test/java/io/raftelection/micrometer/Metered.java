package io.raftelection.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A tracker with manual time, whose callbacks run on the thread that reports, and its metrics. */
final class Metered implements AutoCloseable {
    final ManualTime time = new ManualTime();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Tracker tracker;
    final LeadershipMetrics metrics;

    private Metered(int maxServers) {
        tracker = Tracker.builder("orders")
                .executor(Runnable::run)
                .timer(time)
                .stalls(Duration.ofMillis(200))
                .build();
        metrics = LeadershipMetrics.of(tracker, List.of(), maxServers);
    }

    /** Creates metrics that are not bound yet. */
    static Metered unbound() {
        return new Metered(LeadershipMetrics.DEFAULT_MAX_SERVERS);
    }

    static Metered bound() {
        return bound(LeadershipMetrics.DEFAULT_MAX_SERVERS);
    }

    static Metered bound(int maxServers) {
        var metered = new Metered(maxServers);
        metered.bind();
        return metered;
    }

    void bind() {
        metrics.bindTo(registry);
    }

    LeadershipSink track(String server) {
        return tracker.track(ServerId.of(server));
    }

    void pass(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    double gauge(String name, String... tags) {
        return registry.get("raft.election." + name).tags(tags).gauge().value();
    }

    double leads(String server) {
        return gauge("leader", "server", server);
    }

    double count(String name, String... tags) {
        return registry.get("raft.election." + name).tags(tags).counter().count();
    }

    /** {@return how many elections or losses had a cause} */
    double caused(String name, String cause) {
        return registry.get("raft.election." + name)
                .tags("cause", cause)
                .functionCounter()
                .count();
    }

    /** {@return the elections of all causes} */
    double elections() {
        return registry.get("raft.election.elections").functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    /** {@return the number of periods and their length, such as {@code 2 in 350 ms}} */
    String timer(String name, String... tags) {
        Timer timer = registry.get("raft.election." + name).tags(tags).timer();
        return timer.count() + " in " + Math.round(timer.totalTime(TimeUnit.MILLISECONDS)) + " ms";
    }

    /** {@return the periods without a known leader} */
    String unknown(String evidence) {
        FunctionTimer timer = registry.get("raft.election.leader.unknown")
                .tags("evidence", evidence)
                .functionTimer();
        return Math.round(timer.count()) + " in " + Math.round(timer.totalTime(TimeUnit.MILLISECONDS)) + " ms";
    }

    @Override
    public void close() {
        metrics.close();
        tracker.close();
        registry.close();
    }
}
