package io.raftelection.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * The directory for the files of one test. JUnit 5.12 and later provide it. For JUnit 5.10 and 5.11, it is chosen here,
 * beneath the directory where later versions put theirs.
 */
final class Attachments {
    private static final String OUTPUT_DIRECTORY = "junit.platform.reporting.output.dir";

    /** False before JUnit 5.12. Other methods that publish files have parameter types that not all versions share. */
    private static final boolean JUNIT_PUBLISHES = Arrays.stream(ExtensionContext.class.getMethods())
            .anyMatch(method -> method.getName().equals("publishDirectory"));

    private final ExtensionContext test;

    Attachments(ExtensionContext test) {
        this.test = test;
    }

    /**
     * Has files written, and tells JUnit's listeners about them.
     *
     * @param content writes them into the directory that it is given
     * @throws RuntimeException if that fails
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
            var directory = Files.createTempDirectory(
                    parent, test.getRequiredTestMethod().getName() + "-");
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

    /** As in JUnit 5.12 and later: the configured one, otherwise that of the build tool. */
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
