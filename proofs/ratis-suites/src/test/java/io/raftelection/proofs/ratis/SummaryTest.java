package io.raftelection.proofs.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Adds up what was compared in the JVMs that ran the classes of Ratis. They have failed the build if it differed. */
final class SummaryTest {

    @Test
    void eachClassOfRatisWasCompared() throws IOException {
        int classes = 0;
        var sum = Counts.NONE;
        try (var files = Files.list(Path.of(System.getProperty("ratis.suites.counts", "")))) {
            for (var file : files.toList()) {
                sum = sum.plus(Counts.read(file));
                classes++;
            }
        }

        System.out.printf(
                "ratis-suites: %d tests of %d classes of Ratis, %d servers with the adapter (%d members of groups): %d leaderships, %d losses and %d views are those of Ratis's log, which has %d recognized leaders%n",
                sum.tests(),
                classes,
                sum.servers(),
                sum.members(),
                sum.leaderships(),
                sum.losses(),
                sum.views(),
                sum.recognized());
        assertThat(classes).isGreaterThan(3);
        assertThat(sum.leaderships()).isGreaterThan(10);
        assertThat(sum.losses()).isGreaterThan(10);
        assertThat(sum.views())
                .as("a leader whose term is not certain soon is rare")
                .isGreaterThan(20)
                .isGreaterThan(sum.recognized() * 8 / 10);
    }
}
