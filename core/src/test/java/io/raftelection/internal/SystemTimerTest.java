package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tasks run in the order of their deadlines, even if others are cancelled or fail. */
final class SystemTimerTest {
    private static final Duration FAR = Duration.ofDays(365);
    private final String name = "raft-election-timer " + System.identityHashCode(this);

    private final SystemTimer timer = new SystemTimer(name);
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    @Test
    void earlierDeadlineWakesTheThreadThatSleepsForALaterOne() throws Exception {
        var done = new CountDownLatch(1);
        var far = timer.schedule(FAR, () -> ran.add("far"));
        timer.schedule(Duration.ofMillis(1), done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
        far.cancel();
    }

    @Test
    void earlierDeadlineRunsFirstThoughItWasAskedForLast() throws Exception {
        var done = new CountDownLatch(1);
        timer.schedule(FAR, () -> ran.add("far"));
        timer.schedule(Duration.ofMillis(1), done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void taskThatIsCalledOffDoesNotRunThoughItsTimeHasCome() throws Exception {
        var free = new CountDownLatch(1);
        timer.schedule(Duration.ZERO, () -> awaitUnchecked(free)); // so that no task runs until then
        var off = timer.schedule(Duration.ZERO, () -> ran.add("off"));
        var done = new CountDownLatch(1);
        timer.schedule(Duration.ZERO, done::countDown);
        off.cancel();
        free.countDown();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void taskThatFailsHarmsNoOther() throws Exception {
        var done = new CountDownLatch(2);
        timer.schedule(Duration.ofMillis(1), () -> {
            done.countDown();
            throw new AssertionError("fails");
        });
        timer.schedule(Duration.ofMillis(2), done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void threadEndsWhenItHasNothingToDoAndStartsAgain() throws Exception {
        var far = timer.schedule(FAR, () -> ran.add("far"));
        assertThat(threads()).hasSize(1);

        far.cancel();
        for (var thread : threads()) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }

        var done = new CountDownLatch(1);
        timer.schedule(Duration.ofMillis(1), done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void interruptDoesNotEndTheThread() throws Exception {
        var done = new CountDownLatch(1);
        timer.schedule(Duration.ofMillis(200), done::countDown);

        threads().forEach(Thread::interrupt);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }
}
