package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;

/** One way to wait until a server leads. Every one of them has a server of its own. */
final class Watch implements AutoCloseable {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration SLEEP = Duration.ofMillis(10);

    private final String name;
    private final Duration period;
    private final int crowd;
    private final Look look;
    private final Tracker tracker = Tracker.lenient("benchmark");
    private final LeadershipSink server = tracker.track(S1);
    private volatile CompletableFuture<Boolean> bare = new CompletableFuture<>();
    private volatile boolean leads;
    private long term;

    private Watch(String name, Duration period, int crowd, Look look) {
        this.name = name;
        this.period = period;
        this.crowd = crowd;
        this.look = look;
    }

    private interface Look {
        void on(Watch watch) throws Exception;
    }

    /** {@return every way: ours first, then its floor, then Awaitility's default} */
    static List<Watch> all() {
        return List.of(
                new Watch("Tracker.await", Duration.ofMillis(1), 1_000, watch -> watch.tracker.await(S1, PATIENCE)),
                new Watch("floor: CompletableFuture.get", Duration.ofMillis(1), 1_000, watch -> watch.bare.get()),
                new Watch(
                        "Awaitility, default poll",
                        Duration.ofMillis(100),
                        1_000,
                        watch -> Awaitility.await().atMost(PATIENCE).until(() -> watch.leads)),
                // Ten times as many of these would leave no processor to start or end them.
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

    /** {@return the time between two looks; any will do where there is only one} */
    Duration period() {
        return period;
    }

    /** {@return when a thread that starts to wait now knows that the server leads} */
    FutureTask<Long> waiter() {
        Wait wait = () -> look.on(this);
        return wait.start();
    }

    /** {@return how many are to wait at the same time} */
    int crowd() {
        return crowd;
    }

    /** Makes the server lead, and tells both who polls and who listens. */
    void acquire() {
        leads = true;
        server.acquired(++term);
        bare.complete(true);
    }

    /** Ends that. */
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
