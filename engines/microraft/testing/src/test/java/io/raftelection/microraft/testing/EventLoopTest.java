package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the order in which one thread runs the tasks of all servers. */
@Timeout(60)
final class EventLoopTest {
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch all = new CountDownLatch(1);

    @Test
    void whatCanBeDoneAtOnceIsDoneBeforeWhatIsDue() throws InterruptedException {
        var begin = new CountDownLatch(1);
        try (var loop = new EventLoop()) {
            loop.execute(() -> await(begin));
            loop.schedule(() -> done.add("first due"), 1, TimeUnit.NANOSECONDS);
            loop.schedule(() -> done.add("second due"), 2, TimeUnit.NANOSECONDS);
            loop.schedule(all::countDown, 1, TimeUnit.MILLISECONDS);
            loop.execute(() -> {
                done.add("asked");
                loop.submit(() -> done.add("answered"));
            });

            begin.countDown();
            all.await();
        }

        assertThat(done).containsExactly("asked", "answered", "first due", "second due");
    }

    @Test
    void taskThatThrowsOrInterruptsStopsNobody() throws InterruptedException {
        try (var loop = new EventLoop()) {
            loop.execute(() -> {
                throw new IllegalStateException("thrown by a task, as the test wants it");
            });
            loop.execute(() -> Thread.currentThread().interrupt());
            loop.schedule(
                    () -> {
                        done.add("later");
                        all.countDown();
                    },
                    1,
                    TimeUnit.MILLISECONDS);

            all.await();
        }

        assertThat(done).containsExactly("later");
    }

    @Test
    void closeDropsWhatIsDueLater() {
        var loop = new EventLoop();
        loop.schedule(() -> done.add("later"), 1, TimeUnit.HOURS);

        loop.close();
        loop.close();

        assertThat(done).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
