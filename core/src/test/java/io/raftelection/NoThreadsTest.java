package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tracker works while no thread can be started, for example at a container's process limit. */
@Timeout(120)
final class NoThreadsTest {

    private static String run(String what) throws Exception {
        try (var limited = new LimitedThreads()) {
            return limited.run(WithoutThreads.class, what).strip();
        }
    }

    @Test
    void engineIsNotThrownIntoAndTheNextEventBringsAllCallbacks() throws Exception {
        assertThat(run("callbacks")).endsWith("told of s1+ s1- s1+ and of the loss");
    }

    @Test
    void callbacksComeByThemselvesIfTheTimerHasItsThread() throws Exception {
        assertThat(run("callbacks, with a deadline")).endsWith("told of s1+ s1- and of the loss");
    }

    @Test
    void expectationWithoutADeadlineGivesItsPlaceBack() throws Exception {
        assertThat(run("expect")).endsWith("first threw OutOfMemoryError, second: s1 leads term 1");
    }

    @Test
    void queueWithoutAThreadGivesItsPlaceBack() throws Exception {
        assertThat(run("queue")).endsWith("first threw OutOfMemoryError, second: s1 leads");
    }
}
