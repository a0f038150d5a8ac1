package io.raftelection.testing.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Compares a scenario in a file with the actual effects. */
public final class ScenarioFile {
    /** The system property that, if {@code true}, rewrites files with the actual outputs instead of comparing them. */
    public static final String REWRITE = "raftelection.rewrite";

    private ScenarioFile() {}

    /**
     * Plays a scenario, and compares every output with the actual one, or rewrites the file.
     *
     * @param file the scenario, UTF-8
     * @throws AssertionError if they differ; it names the first line that differs
     * @throws ScenarioException if a line is not valid
     * @throws IOException if the file cannot be read or written
     */
    public static void check(Path file) throws IOException {
        var expected = Files.readString(Objects.requireNonNull(file, "file: is null"));
        var actual = Scenario.play(expected);
        if (expected.equals(actual)) {
            return;
        }
        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(file, actual);
            return;
        }
        throw new AssertionError(file + ": "
                + difference(expected.lines().toList(), actual.lines().toList()) + "\nwhat really happens:\n" + actual
                + "(-D" + REWRITE + "=true accepts it)");
    }

    private static String difference(List<String> expected, List<String> actual) {
        int line = 0;
        while (line < expected.size()
                && line < actual.size()
                && expected.get(line).equals(actual.get(line))) {
            line++;
        }
        return "line " + (line + 1) + ": expected " + shown(expected, line) + ", but was " + shown(actual, line);
    }

    private static String shown(List<String> lines, int line) {
        return line < lines.size() ? "\"" + lines.get(line) + "\"" : "the end";
    }
}
