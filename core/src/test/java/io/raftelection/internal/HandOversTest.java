package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checks of tasks that an executor accepted, in manual time. */
final class HandOversTest {
    private final ManualTime time = new ManualTime();
    private final List<String> done = new ArrayList<>();
    private final HandOvers handOvers =
            new HandOvers(time, handOver -> note("offered again"), handOver -> note("taken over"));
    private final HandOver handOver = new HandOver(() -> note("run"), SharedThreads.CALLBACKS);

    private void note(String what) {
        done.add(Duration.ofNanos(time.nanoTime()).toMillis() + " " + what);
    }

    @Test
    void taskThatIsNotBegunIsOfferedAgainLessAndLessOftenAndThenTakenOver() {
        handOvers.add(handOver);
        time.advance(Duration.ofMinutes(1));

        assertThat(done)
                .containsExactly(
                        "500 offered again",
                        "1000 offered again",
                        "2000 offered again",
                        "4000 offered again",
                        "8000 offered again",
                        "10000 taken over");
        assertThat(time.pending()).isZero();
    }

    @Test
    void taskThatHasBegunIsForgotten() {
        handOvers.add(handOver);
        handOver.run();
        time.advance(Duration.ofMinutes(1));

        assertThat(done).containsExactly("0 run");
        assertThat(time.pending()).isZero();
    }

    @Test
    void whoComesSecondFindsNothingToDo() {
        handOver.run();
        handOver.run();

        assertThat(done).containsExactly("0 run");
        assertThat(handOver.hasBegun()).isTrue();
    }

    @Test
    void pauseOfTheWholeProcessTakesNothingAwayFromAnExecutor() {
        handOvers.add(handOver);
        time.stall(Duration.ofMinutes(1));

        assertThat(done).isEmpty();
    }

    @Test
    void oneCheckAtATimeServesAll() {
        for (int i = 0; i < 100; i++) {
            handOvers.add(new HandOver(() -> note("run"), SharedThreads.CALLBACKS));
        }

        assertThat(time.pending()).isEqualTo(1);
    }
}
