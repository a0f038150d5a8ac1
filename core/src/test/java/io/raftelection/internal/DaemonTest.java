package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The properties of the threads of the tracker. */
@Timeout(30)
final class DaemonTest {
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private void waitInVain() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    @Test
    void lightThreadIsADaemonThatCanBeInterruptedAndIsVirtualWhereTheJdkHasThem() throws Exception {
        var thread = Daemon.light("raft-election-queue s1", this::waitInVain);
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("raft-election-queue s1");
        assertThat(isVirtual(thread)).isEqualTo(Runtime.version().feature() >= 21);

        thread.start();
        thread.interrupt();

        interrupted.await();
        thread.join();
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return Runtime.version().feature() >= 21
                && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }
}
