package io.raftelection.report.browser;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What tests in a browser need. Without it a test is skipped, or fails if {@code -Dbrowser.required=true}. */
final class Required {
    private static final String REQUIRED = "browser.required";

    private Required() {}

    /** {@return the path of a program} Skips the test if it is not installed. */
    static Path program(String name, String debianPackage) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(name + ": not found in PATH, install " + debianPackage));
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T missing(String reason) {
        return Boolean.getBoolean(REQUIRED) ? fail(reason) : abort(reason);
    }
}
