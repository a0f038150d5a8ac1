package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;

/** One way to wait until a server leads. Every one of them has a server of its own. */
final class Watch implements AutoCloseable {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration SLEEP = Duration.ofMillis(10);

    private final String name;
    private final Duration period;
    private final Look look;
    private final Tracker tracker = Tracker.open("benchmark");
    private final LeadershipSink server = tracker.track(S1);
    private volatile boolean leads;
    private long term;

    private Watch(String name, Duration period, Look look) {
        this.name = name;
        this.period = period;
        this.look = look;
    }

    private interface Look {
        void on(Watch watch) throws Exception;
    }

    /** {@return every way: ours first, then Awaitility's default} */
    static List<Watch> all() {
        return List.of(
                new Watch("Tracker.await", Duration.ofMillis(1), watch -> watch.tracker.await(S1, PATIENCE)),
                new Watch(
                        "Awaitility, default poll",
                        Duration.ofMillis(100),
                        watch -> Awaitility.await().atMost(PATIENCE).until(() -> watch.leads)),
                new Watch(
                        "Awaitility, poll of 1 ms",
                        Duration.ofMillis(1),
                        watch -> Awaitility.await()
                                .atMost(PATIENCE)
                                .pollDelay(Duration.ZERO)
                                .pollInterval(Duration.ofMillis(1))
                                .until(() -> watch.leads)),
                new Watch("a loop that sleeps 10 ms", SLEEP, watch -> {
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

    /** Makes the server lead, and tells both who polls and who listens. */
    void acquire() {
        leads = true;
        server.acquired(++term);
    }

    /** Ends that. */
    void lose() {
        leads = false;
        server.lost();
    }

    @Override
    public void close() {
        Checks.quiet(tracker);
        tracker.close();
    }
}
