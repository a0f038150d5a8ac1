package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** Runs {@link FirstExample}. */
final class FirstExampleTest {

    @Test
    void firstExampleRuns() {
        assertThatCode(() -> FirstExample.main(new String[0])).doesNotThrowAnyException();
    }
}
