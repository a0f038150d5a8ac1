package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLogBase;
import org.junit.jupiter.api.Test;

/** Ratis notices only after a second that the thread of a log may end. Tests that a close is faster. */
final class RatisCloseTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final int LIVES = 5;

    @Test
    void killDoesNotWaitForTheThreadOfTheLog() throws Exception {
        try (var control = ElectionControl.start(new RatisEngine(), 3)) {
            control.elect(S1);
            long fastest = Long.MAX_VALUE;
            for (int life = 0; life < LIVES; life++) {
                long start = System.nanoTime();
                control.kill(S2);
                fastest = Math.min(fastest, System.nanoTime() - start);
                control.restart(S2);
            }
            assertThat(TimeUnit.NANOSECONDS.toMillis(fastest)).isLessThan(500);
        }
    }

    @Test
    void allThatWasCommittedIsThereAfterAKillOfAllServersInTurn() throws Exception {
        try (var control = ElectionControl.start(new RatisEngine(), 3)) {
            control.elect(S1);
            for (int command = 1; command <= LIVES; command++) {
                submit(control);
                control.barrier();
                for (var server : control.servers()) {
                    control.kill(server);
                }
                for (var server : control.servers()) {
                    control.restart(server);
                }
                control.elect(S1);
                control.barrier();
                assertThat(control.counts(S1).commands()).isEqualTo(command);
            }
        }
    }

    /**
     * Ten entries are ten files, more than Ratis keeps in memory by default. The lock is fair: the close is given it
     * first.
     */
    @Test
    void closeOfALogDoesNotWaitForAThreadThatWaitsForTheLog() throws Exception {
        try (var control = ElectionControl.start(new RatisEngine(), 1)) {
            control.elect(S1);
            for (int command = 0; command < 10; command++) {
                submit(control);
            }
            control.barrier();
            var log = (RaftLogBase)
                    control.cluster().unwrap(S1, RaftServer.Division.class).getRaftLog();
            var close = new FutureTask<>(() -> {
                log.close();
                return log.isOpened();
            });
            try (var lock = log.writeLock()) {
                assertThat(lock).isNotNull();
                var closer = new Thread(close, "closer");
                closer.setDaemon(true);
                closer.start();
                while (closer.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                // An entry that is read is in memory again, so that there may be something to remove.
                for (long index = log.getStartIndex(); index < log.getNextIndex(); index++) {
                    assertThat(log.get(index)).isNotNull();
                }
                Thread.sleep(200); // without the setting, the thread waits for the lock by then
            }

            assertThat(close.get(30, TimeUnit.SECONDS)).isFalse();
        }
    }

    private static void submit(ElectionControl control) throws Exception {
        control.client()
                .submit("command".getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .get(ElectionControl.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void interruptedThreadClosesAllTheSameAndStaysInterrupted() throws Exception {
        var control = ElectionControl.start(new RatisEngine(), 3);
        control.elect(S1);
        var directory = control.cluster()
                .unwrap(S1, RaftServer.Division.class)
                .getRaftStorage()
                .getStorageDir()
                .getRoot();

        Thread.currentThread().interrupt();
        control.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(directory).doesNotExist();
    }
}
