package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a leader survives when a busy machine gives the JVM no time for a while. */
final class PausedMachineTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);
    private static final String PAUSE = "kill -STOP %1$d; sleep 1; kill -CONT %1$d";

    @ParameterizedTest
    @EnumSource(Transport.class)
    void leaderStaysWhenTheMachinePausesForLessThanAnElectionTimeout(Transport transport) throws Exception {
        assumeTrue(File.separatorChar == '/', "needs signals");
        TestEngine engine = RatisEngine.builder()
                .transport(transport)
                .electionTimeout(Duration.ofMillis(300), LONGEST_TIMEOUT)
                .build();
        try (var control = ElectionControl.start(engine, 3)) {
            var term = control.elect(S1);

            pause();

            control.client()
                    .submit("command".getBytes(StandardCharsets.UTF_8))
                    .toCompletableFuture()
                    .get(ElectionControl.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            control.barrier();
            assertThat(term.isHeld()).isTrue();
            assertThat(control.tracker().history().summary().elections()).isEqualTo(1);
        }
    }

    /** Stops this JVM for a second, and returns after its sleeping threads have noticed that. */
    private static void pause() throws Exception {
        var shell = new ProcessBuilder(
                        "sh", "-c", PAUSE.formatted(ProcessHandle.current().pid()))
                .start();
        assertThat(shell.waitFor(ElectionControl.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        TimeUnit.MILLISECONDS.sleep(400); // Ratis checks for a pause every 300 ms
    }
}
