package io.raftelection.fuzzing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the fuzzer finds each planted bug from the parser's seeds, in a separate process. */
final class PlantedBugsTest {
    private static final int FOUND = 77;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void bugIsFound(PlantedBug bug) throws Exception {
        var corpus = Files.createDirectory(folder.resolve("corpus"));
        var output = folder.resolve("output");
        var fuzzer = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:+EnableDynamicAgentLoading",
                        "-Xmx512m",
                        "-Dplanted=" + bug,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + PlantedBug.Target.class.getName(),
                        "--instrumentation_includes=io.raftelection.**",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + File.separator,
                        "-seed=1",
                        "-max_total_time=120",
                        "-print_final_stats=1",
                        corpus.toString(),
                        seeds().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        int exitCode = fuzzer.waitFor();

        var log = Files.readString(output, ISO_8859_1);
        assertThat(exitCode).as(log).isEqualTo(FOUND);
        // The fuzzer must have read all seeds before it finds the bug.
        assertThat(log).containsSubsequence("INITED", "== Java Exception: ", bug.finding);
        log.lines()
                .filter(line -> line.startsWith("stat::number_of_executed_units"))
                .findFirst()
                .ifPresent(line -> System.out.println(bug + " found:" + line.substring(line.indexOf(':') + 1)));
    }

    private static Path seeds() throws Exception {
        var folder = NotationFuzzTest.class.getSimpleName() + "Inputs/lineIsReadOrRefusedWithItsColumn";
        return Path.of(NotationFuzzTest.class.getResource(folder).toURI());
    }
}
