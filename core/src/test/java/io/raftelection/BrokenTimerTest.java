package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import io.raftelection.spi.ManualTime;
import io.raftelection.spi.Timer;
import io.raftelection.spi.Timer.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If a user's timer, clock or source throws an Error, the engine continues and the tracker stays consistent. */
@Timeout(30)
final class BrokenTimerTest {
    private final Broken timer = new Broken();
    private final Log log = new Log();
    private final Tracker tracker = Tracker.builder("broken")
            .timer(timer)
            .logger(log)
            .executor(Runnable::run)
            .build();
    private final LeadershipSink s1 = tracker.track(S1);

    /** A manual time whose methods can be made to fail. */
    private static final class Broken implements Timer {
        private final ManualTime time = new ManualTime();
        private boolean tells = true;
        private boolean schedules = true;
        private boolean cancels = true;
        private boolean answers = true;

        @Override
        public long nanoTime() {
            check(tells, "cannot tell");
            return time.nanoTime();
        }

        @Override
        @SuppressWarnings("NullAway") // as a class that was not checked
        public Cancellable schedule(Duration delay, Runnable task) {
            check(schedules, "cannot schedule");
            var scheduled = time.schedule(delay, task);
            if (!answers) {
                return null;
            }
            return () -> {
                check(cancels, "cannot cancel");
                scheduled.cancel();
            };
        }

        private static void check(boolean works, String what) {
            if (!works) {
                throw new InternalError(what);
            }
        }
    }

    @AfterEach
    void close() {
        timer.tells = true;
        tracker.close();
    }

    @Test
    void engineIsNotThrownIntoByATimerThatCannotTellTheTime() {
        timer.time.advance(FIVE);
        s1.acquired(1);
        timer.tells = false;

        assertThatCode(s1::lost).doesNotThrowAnyException();
        assertThatCode(() -> s1.acquired(2)).doesNotThrowAnyException();
        assertThatCode(tracker::close).doesNotThrowAnyException();

        assertThat(tracker.history().toString().lines())
                .containsExactly(
                        "5.000s s1 acquired term 1",
                        "5.000s s1 lost term 1 (stepped down)",
                        "5.000s s1 acquired term 2",
                        "5.000s s1 lost term 2 (closed)");
        assertThat(log.lines).containsExactly("WARNING tracker broken: its timer cannot tell the time: cannot tell");
    }

    @Test
    void expectationWithoutADeadlineGivesItsPlaceBack() {
        timer.schedules = false;
        assertThatThrownBy(() -> tracker.expect(S1, FIVE)).isInstanceOf(InternalError.class);
        assertThatThrownBy(() -> tracker.await(S1, FIVE)).isInstanceOf(InternalError.class);
        timer.schedules = true;
        timer.answers = false;
        assertThatThrownBy(() -> tracker.expect(S1, FIVE)).hasMessage("the timer's handle: is null");
        timer.answers = true;

        var future = tracker.expect(S1, FIVE);
        s1.acquired(1);
        assertThat(future.isDone()).isTrue();
    }

    @Test
    void awaitLostThatCannotBeScheduledLeavesTheLeadershipAsItIs() throws Exception {
        s1.acquired(1);
        var leadership = tracker.leader().orElseThrow();
        timer.schedules = false;
        assertThatThrownBy(() -> leadership.awaitLost(FIVE)).isInstanceOf(InternalError.class);

        s1.lost();
        assertThat(leadership.awaitLost(FIVE).cause()).isEqualTo(Loss.Cause.STEPPED_DOWN);
    }

    @Test
    void deadlineThatCannotBeCancelledNeitherReachesTheEngineNorStopsTheOthers() throws Exception {
        var future = tracker.expect(S1, FIVE);
        var told = new ArrayList<LeadershipEvent>();
        tracker.subscribe(told::add);
        timer.cancels = false;

        assertThatCode(() -> s1.acquired(1)).doesNotThrowAnyException();

        assertThat(future.done().term()).hasValue(1);
        assertThat(told).hasSize(1);
        assertThat(log.lines).contains("WARNING tracker broken: a step after an event failed: cannot cancel");
    }

    @Test
    void closeReleasesEverySourceWhateverOneOfThemThrows() {
        var released = new ArrayList<ServerId>();
        for (var id : List.of(S2, ServerId.of("s3"), ServerId.of("s4"))) {
            tracker.track(source(id, () -> {
                released.add(id);
                throw new StackOverflowError("cannot be released");
            }));
        }

        assertThatCode(tracker::close).doesNotThrowAnyException();

        assertThat(released).hasSize(3);
    }

    @Test
    void sourceThatCannotBeSubscribedToGivesItsPlaceBack() {
        assertThatThrownBy(() -> tracker.track(new LeadershipSource() {
                    @Override
                    public ServerId server() {
                        return S2;
                    }

                    @Override
                    public Subscription subscribe(LeadershipSink sink) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                }))
                .isInstanceOf(OutOfMemoryError.class);

        assertThatCode(() -> tracker.track(S2)).doesNotThrowAnyException();
    }

    @Test
    @SuppressWarnings("NullAway") // as a caller that was not checked
    void clockThatCannotBeRightIsRefused() {
        assertThatThrownBy(() -> build(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("clock: is null");
        for (var time : List.of(Instant.MIN, Instant.MAX)) {
            assertThatThrownBy(() -> build(time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("clock: " + time + ", expected 0001-01-01T00:00:00Z to 9000-01-01T00:00:00Z");
        }
    }

    private static void build(@Nullable Instant time) {
        Tracker.builder("clock").clock(() -> time).build().close();
    }

    private static LeadershipSource source(ServerId id, Subscription subscription) {
        return new LeadershipSource() {
            @Override
            public ServerId server() {
                return id;
            }

            @Override
            public Subscription subscribe(LeadershipSink sink) {
                return subscription;
            }
        };
    }
}
