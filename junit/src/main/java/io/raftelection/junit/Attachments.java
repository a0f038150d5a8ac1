package io.raftelection.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Provides a directory for the files of one test. JUnit 5.12 and later create such directories. For JUnit 5.10 and
 * 5.11, this class creates one in the same output directory.
 */
final class Attachments {
    private static final String OUTPUT_DIRECTORY = "junit.platform.reporting.output.dir";

    /** False before JUnit 5.12. The other methods that publish files have different parameter types in each version. */
    private static final boolean JUNIT_PUBLISHES = Arrays.stream(ExtensionContext.class.getMethods())
            .anyMatch(method -> method.getName().equals("publishDirectory"));

    private final ExtensionContext test;

    Attachments(ExtensionContext test) {
        this.test = test;
    }

    /**
     * Creates the directory, writes files into it, and reports it to JUnit's listeners.
     *
     * @param content writes the files into the given directory
     * @throws RuntimeException if the directory or a file cannot be written
     */
    void write(ThrowingConsumer<Path> content) {
        if (JUNIT_PUBLISHES) {
            test.publishDirectory("raft-election", content);
        } else {
            writeBeneath(outputDirectory(), content);
        }
    }

    private void writeBeneath(Path output, ThrowingConsumer<Path> content) {
        try {
            var parent = Files.createDirectories(output.resolve("junit-raft-election")
                    .resolve(test.getRequiredTestClass().getName()));
            var name = test.getTestMethod().map(Method::getName).orElse("class");
            var directory = Files.createTempDirectory(parent, name + "-");
            content.accept(directory);
            test.publishReportEntry("raft-election", directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("directory in " + output + ": not created", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("files in " + output + ": not written: " + e, e);
        }
    }

    /** {@return the configured output directory, or that of the build tool, as in JUnit 5.12 and later} */
    private Path outputDirectory() {
        return test.getConfigurationParameter(OUTPUT_DIRECTORY)
                .map(Path::of)
                .orElseGet(() -> Stream.of("target", "build")
                        .map(Path::of)
                        .filter(Files::isDirectory)
                        .findFirst()
                        .orElseGet(() -> Path.of("")))
                .toAbsolutePath();
    }
}
