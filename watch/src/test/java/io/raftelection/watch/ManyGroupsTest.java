package io.raftelection.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server with many groups that fails is one problem, in the log too. */
@Timeout(60)
final class ManyGroupsTest {
    private static final int GROUPS = 50;
    private static final ServerId S1 = ServerId.of("s1");
    private static final WatchSettings SETTINGS = WatchSettings.of("toy")
            .withInterval(Duration.ofMillis(5))
            .withTimeout(Duration.ofMillis(500))
            .withBackOff(Duration.ofMillis(20))
            .withRediscovery(Duration.ofMillis(20));

    private final ToySystem system = new ToySystem();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final Semaphore acquired = new Semaphore(0);
    private final Semaphore lost = new Semaphore(0);
    private final Semaphore reported = new Semaphore(0);
    private final Logger logger = Logger.getLogger("io.raftelection");

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.INFO.intValue()) {
                log.add(record.getLevel() + " " + record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final WatchListener listener = new WatchListener() {
        @Override
        public void event(String group, LeadershipEvent event) {
            if (event instanceof LeadershipEvent.Acquired) {
                acquired.release();
            } else if (event instanceof LeadershipEvent.Lost) {
                lost.release();
            }
        }

        @Override
        public void problem(String subject, String words) {
            problems.add(subject + ": " + words);
            reported.release();
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        system.members.add(ToySystem.member("s1"));
        for (int i = 0; i < GROUPS; i++) {
            system.leaders.put("group" + i, LeadershipClaim.self(S1, 3));
        }
    }

    @AfterEach
    void unlisten() {
        logger.removeHandler(handler);
    }

    private Watch watch() throws Exception {
        var watch =
                Watch.start(PolledSource.of(settings -> system, Set.of(ToySystem.member("s1"))), SETTINGS, listener);
        await(acquired);
        return watch;
    }

    private static void await(Semaphore events) throws InterruptedException {
        assertThat(events.tryAcquire(GROUPS, 30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void serverThatFailsTwiceIsWarnedOfTwice() throws Exception {
        try (var watch = watch()) {
            for (int i = 0; i < 2; i++) {
                system.down.add(S1);
                await(lost);
                system.down.remove(S1);
                await(acquired);
            }
            assertThat(watch.trackers()).hasSize(GROUPS);
        }

        var warning = "WARNING watch of toy: s1: connection refused: s1.example:1";
        var over = "INFO watch of toy: s1: the problem is over";
        assertThat(log).containsExactly(warning, over, warning, over);
        assertThat(problems).hasSize(2);
    }

    @Test
    void serverThatDoesNotAnswerInTimeIsWarnedOfOnce() throws Exception {
        try (var watch = watch()) {
            system.hangs = true;
            await(lost);

            assertThat(reported.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.problems()).containsOnlyKeys("s1");
        }

        assertThat(List.copyOf(log)).containsExactly("WARNING watch of toy: s1: no answer within 0.500s: s1.example:1");
    }
}
