package io.raftelection.testing.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** The outcome of each promise of the contract: kept, not offered with the reason, or broken. */
final class Outcomes implements TestWatcher {
    private static final String KEPT = "kept";
    private static final String BROKEN = "broken";

    private final Map<String, String> outcomes = new TreeMap<>();

    /** Notes why the engine does not offer the operation of a promise. */
    void notOffered(String promise, String reason) {
        outcomes.put(promise, "not offered: " + reason);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        outcomes.putIfAbsent(promise(context), KEPT);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        outcomes.put(promise(context), BROKEN);
    }

    /** Returns the promise that a test checks, which is the name of the test. */
    static String promise(ExtensionContext context) {
        return context.getRequiredTestMethod().getName();
    }

    /** Writes the outcomes as a table of one column. */
    void write(String engine) throws IOException {
        var file = Path.of("target", "contract", fileName(engine));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                outcomes.entrySet().stream()
                        .map(entry -> row(words(entry.getKey()), entry.getValue()))
                        .collect(Collectors.joining("", row("promise", engine) + "|---|---|\n", "")));
    }

    private static String fileName(String engine) {
        return engine.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".md";
    }

    private static String row(String promise, String outcome) {
        return "| " + promise + " | " + outcome.replace("|", "\\|") + " |\n";
    }

    /** Returns a method's name as words: {@code firstElectionIsTold} becomes {@code first election is told}. */
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
