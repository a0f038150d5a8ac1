package io.raftelection.testing.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Anomaly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays every scenario of the folder, and tests that each anomaly has one. */
final class ScenariosTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> ScenarioFile.check(file)));
    }

    @Test
    void everyAnomalyHasAScenario() throws IOException {
        var names = files().stream().map(file -> file.getFileName().toString()).toList();

        for (var kind : Anomaly.Kind.values()) {
            assertThat(names).contains("anomaly-" + kind.word() + ".txt");
        }
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }
}
