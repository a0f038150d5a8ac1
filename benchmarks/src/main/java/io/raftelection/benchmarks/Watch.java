package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;

/** A way to wait until a server leads. Each instance has its own server. */
final class Watch implements AutoCloseable {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration SLEEP = Duration.ofMillis(10);

    private final String name;
    private final Duration period;
    private final int crowd;
    private final Poll poll;
    private final Tracker tracker = Tracker.lenient("benchmark");
    private final LeadershipSink server = tracker.track(S1);
    private volatile CompletableFuture<Boolean> bare = new CompletableFuture<>();
    private volatile boolean leads;
    private long term;

    private Watch(String name, Duration period, int crowd, Poll poll) {
        this.name = name;
        this.period = period;
        this.crowd = crowd;
        this.poll = poll;
    }

    private interface Poll {
        void on(Watch watch) throws Exception;
    }

    /** {@return all ways: the tracker, then its lower bound, then Awaitility with defaults, then others} */
    static List<Watch> all() {
        return List.of(
                new Watch("Tracker.await", Duration.ofMillis(1), 1_000, watch -> watch.tracker.await(S1, PATIENCE)),
                new Watch("floor: CompletableFuture.get", Duration.ofMillis(1), 1_000, watch -> watch.bare.get()),
                new Watch(
                        "Awaitility, default poll",
                        Duration.ofMillis(100),
                        1_000,
                        watch -> Awaitility.await().atMost(PATIENCE).until(() -> watch.leads)),
                // With ten times as many waiters, the processor would have no time to start and end them.
                new Watch(
                        "Awaitility, poll of 1 ms",
                        Duration.ofMillis(1),
                        100,
                        watch -> Awaitility.await()
                                .atMost(PATIENCE)
                                .pollDelay(Duration.ZERO)
                                .pollInterval(Duration.ofMillis(1))
                                .until(() -> watch.leads)),
                new Watch("a loop that sleeps 10 ms", SLEEP, 1_000, watch -> {
                    while (!watch.leads) {
                        Thread.sleep(SLEEP.toMillis());
                    }
                }));
    }

    String name() {
        return name;
    }

    /** {@return the time between two polls; arbitrary if the way does not poll} */
    Duration period() {
        return period;
    }

    /** {@return the time at which a new waiting thread detects that the server leads} */
    FutureTask<Long> waiter() {
        Wait wait = () -> poll.on(this);
        return wait.start();
    }

    /** {@return the number of concurrent waiters} */
    int crowd() {
        return crowd;
    }

    /** Makes the server the leader, for waiters that poll and for those that are notified. */
    void acquire() {
        leads = true;
        server.acquired(++term);
        bare.complete(true);
    }

    /** Ends the leadership. */
    void lose() {
        leads = false;
        bare = new CompletableFuture<>();
        server.lost();
    }

    @Override
    public void close() {
        Checks.quiet(tracker);
        tracker.close();
    }
}
