package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every Java snippet of the README and of the testing guide is a region of a compiled example, to the letter. */
final class ReadmeTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("( *)// region \\w+\n(.*?) *// endregion", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"../README.md", "../docs/testing-guide.md"})
    void snippetsAreCompiled(Path page) throws IOException {
        var regions = regions();

        var snippets = SNIPPET.matcher(Files.readString(page))
                .results()
                .map(snippet -> snippet.group(1))
                .toList();

        assertThat(snippets)
                .isNotEmpty()
                .allSatisfy(snippet -> assertThat(regions).contains(snippet));
    }

    private static List<String> regions() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ReadmeTest::text)
                    .flatMap(text -> REGION.matcher(text).results().map(ReadmeTest::unindented).toList().stream())
                    .toList();
        }
    }

    private static String unindented(MatchResult region) {
        var indent = region.group(1);
        return region.group(2)
                .stripTrailing()
                .lines()
                .map(line -> line.startsWith(indent) ? line.substring(indent.length()) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
