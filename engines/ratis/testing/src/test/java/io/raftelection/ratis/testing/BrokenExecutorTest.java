package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that real servers elect and no event is lost while the user's executor cannot start a thread. */
@Timeout(120)
final class BrokenExecutorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<ServerId> SERVERS = List.of(ServerId.of("s1"), ServerId.of("s2"), ServerId.of("s3"));

    private final AtomicBoolean isBroken = new AtomicBoolean();
    private final AtomicInteger thrown = new AtomicInteger();
    private final Semaphore received = new Semaphore(0);

    /** Starts a thread per task, as long as it can. */
    private final Executor executor = task -> {
        if (isBroken.get()) {
            thrown.incrementAndGet();
            throw new OutOfMemoryError("unable to create native thread, as the test wants it");
        }
        var thread = new Thread(task, "broken-executor");
        thread.setDaemon(true);
        thread.start();
    };

    @Test
    void serversElectAndEveryEventIsDeliveredThoughNoThreadCanBeStarted() throws Exception {
        try (var tracker = Tracker.builder("broken").executor(executor).build();
                var cluster = new TestCluster(new RatisEngine(), SERVERS, tracker::track)) {
            tracker.subscribe(new LeadershipListener() {
                @Override
                public void on(LeadershipEvent event) {
                    received.release();
                }

                @Override
                public void missed(long events, List<Standing> standings) {
                    received.release(Math.toIntExact(events));
                }
            });
            cluster.start();
            var first = tracker.awaitLeader(PATIENCE);

            isBroken.set(true);
            cluster.kill(first.server());
            first.awaitLost(PATIENCE);
            var second = tracker.awaitLeader(PATIENCE);
            isBroken.set(false);
            cluster.restart(first.server());
            cluster.transfer(first.server());
            second.awaitLost(PATIENCE);

            assertThat(thrown).hasPositiveValue();
            int events = tracker.history().events().size();
            assertThat(received.tryAcquire(events, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("%s events are delivered or counted", events)
                    .isTrue();
        }
    }
}
