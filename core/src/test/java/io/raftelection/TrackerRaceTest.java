package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Acquired;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** If two actions happen at the same moment, one wins, all callers agree which, and in many rounds each wins. */
final class TrackerRaceTest {

    @Test
    void expiredAgainstAcquired() throws Exception {
        var granted = 0;
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                try (var cluster = TrackerFixture.strict()) {
                    var future = cluster.tracker.expect(S1, FIVE);
                    race.run(() -> cluster.s1.acquired(1), () -> cluster.pass(FIVE));

                    boolean won = succeeded(future);
                    granted += won ? 1 : 0;
                    assertThat(cluster.tracker.anomalies()).hasSize(won ? 0 : 1);
                    assertThat(cluster.tracker.leader()).isPresent();
                }
            }
        }
        assertBothOutcomes(granted);
    }

    @Test
    void acquiredAgainstClose() throws Exception {
        var granted = 0;
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                var cluster = TrackerFixture.strict();
                var future = cluster.tracker.expect(S1, FIVE);
                race.run(() -> cluster.s1.acquired(1), cluster::close);

                boolean won = succeeded(future);
                granted += won ? 1 : 0;
                assertThat(cluster.tracker.dropped()).isEqualTo(won ? 0 : 1);
                assertThat(cluster.tracker.history().events()).hasSize(won ? 2 : 0);
                assertThat(cluster.tracker.leader()).isEmpty();
                if (won) {
                    assertThat(future.done().lost().toCompletableFuture()).isCompleted();
                }
            }
        }
        assertBothOutcomes(granted);
    }

    @Test
    void cancelAgainstAcquired() throws Exception {
        var granted = 0;
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                try (var cluster = TrackerFixture.strict()) {
                    var future = cluster.tracker.expect(S1, FIVE);
                    var cancelled = new AtomicBoolean();
                    race.run(() -> cluster.s1.acquired(1), () -> cancelled.set(future.cancel()));

                    boolean won = succeeded(future);
                    granted += won ? 1 : 0;
                    assertThat(cancelled.get()).isEqualTo(!won);
                    assertThat(cluster.tracker.anomalies()).hasSize(won ? 0 : 1);
                }
            }
        }
        assertBothOutcomes(granted);
    }

    @Test
    void lostAgainstRun() throws Exception {
        var completed = 0;
        var never = 0;
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                try (var cluster = TrackerFixture.lenient()) {
                    cluster.s1.acquired(1);
                    var leadership = cluster.tracker.awaitLeader(FIVE);
                    var started = new AtomicBoolean();
                    var whole = new AtomicBoolean();
                    race.run(cluster.s1::lost, () -> {
                        whole.set(leadership.run(() -> started.set(true)));
                        assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    });

                    completed += whole.get() ? 1 : 0;
                    never += started.get() ? 0 : 1;
                    assertThat(whole.get() && !started.get()).isFalse();
                    assertThat(leadership.run(() -> started.set(true))).isFalse();
                }
            }
        }
        assertBothOutcomes(completed);
        assertBothOutcomes(never);
    }

    @Test
    void lostAgainstATaskThatWaits() throws Exception {
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS / 4; round++) {
                try (var cluster = TrackerFixture.lenient()) {
                    cluster.s1.acquired(1);
                    var leadership = cluster.tracker.awaitLeader(FIVE);

                    race.run(
                            cluster.s1::lost,
                            () -> assertThat(leadership.run(
                                            () -> Thread.currentThread().join()))
                                    .isFalse());
                }
            }
        }
    }

    @Test
    void lostAgainstASecondTaskWhileAFirstWaits() throws Exception {
        var second = 0;
        var thread = Executors.newSingleThreadExecutor();
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS / 4; round++) {
                try (var cluster = TrackerFixture.lenient()) {
                    cluster.s1.acquired(1);
                    var leadership = cluster.tracker.awaitLeader(FIVE);
                    var waits = new CountDownLatch(1);
                    var first = thread.submit(() -> leadership.run(() -> {
                        waits.countDown();
                        Thread.currentThread().join();
                    }));
                    waits.await();
                    var started = new AtomicBoolean();
                    race.run(cluster.s1::lost, () -> leadership.run(() -> started.set(true)));

                    second += started.get() ? 1 : 0;
                    assertThat(first.get(1, TimeUnit.MINUTES)).isFalse();
                }
            }
        } finally {
            thread.shutdownNow();
        }
        assertThat(second).as("how often the second task ran").isBetween(1, Race.ROUNDS / 4 - 1);
    }

    @Test
    void subscribeAgainstAcquired() throws Exception {
        var present = 0;
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                try (var cluster = TrackerFixture.lenient()) {
                    List<LeadershipEvent> told = Collections.synchronizedList(new ArrayList<>());
                    var held = new AtomicBoolean();
                    race.run(() -> cluster.s1.acquired(1), () -> {
                        held.set(cluster.tracker.leader().isPresent());
                        cluster.tracker.subscribe(told::add);
                    });

                    present += held.get() ? 1 : 0;
                    assertThat(told)
                            .hasSize(1)
                            .allSatisfy(event -> assertThat(event).isInstanceOf(Acquired.class));
                }
            }
        }
        assertBothOutcomes(present);
    }

    @Test
    void copyOfTheFutureAgainstAcquired() throws Exception {
        var late = 0;
        try (var race = new Race()) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                try (var cluster = TrackerFixture.lenient()) {
                    var future = cluster.tracker.expect(S1, FIVE);
                    var told = new AtomicBoolean();
                    var done = new AtomicBoolean();
                    race.run(() -> cluster.s1.acquired(1), () -> {
                        done.set(future.isDone());
                        var unused = future.toCompletableFuture().thenRun(() -> told.set(true));
                    });

                    late += done.get() ? 1 : 0;
                    assertThat(told).isTrue();
                }
            }
        }
        assertBothOutcomes(late);
    }

    @Test
    void leaderAgainstTheSameServerInALaterTerm() throws Exception {
        try (var race = new Race();
                var cluster = TrackerFixture.lenient()) {
            cluster.s1.acquired(1);
            for (int round = 0; round < Race.ROUNDS; round++) {
                int term = 2 + round;
                race.run(() -> cluster.s1.acquired(term), () -> {
                    for (int look = 0; look < 20; look++) {
                        assertThat(cluster.tracker.leader()).isPresent();
                    }
                });
            }
        }
    }

    private static boolean succeeded(LeadershipFuture future) throws InterruptedException {
        try {
            assertThat(future.isDone()).isTrue();
            return future.toCompletableFuture().get() == future.done();
        } catch (ExecutionException | CancellationException e) {
            return false;
        }
    }

    private static void assertBothOutcomes(int times) {
        assertThat(times).as("how often one side won").isBetween(1, Race.ROUNDS - 1);
    }
}
