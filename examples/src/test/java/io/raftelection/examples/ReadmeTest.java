package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java and Kotlin snippet of a page is a region of a compiled example or of the toy engine, to the letter. */
final class ReadmeTest {
    private static final Pattern SNIPPET = Pattern.compile("```(?:java|kotlin)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("( *)// region \\w+\n(.*?) *// endregion", Pattern.DOTALL);

    private static final Path TOY = Documents.ROOT.resolve("testing/src/test/java/io/raftelection/testing/toy");

    static Stream<Path> pagesWithSnippets() throws IOException {
        return Documents.pages().filter(page -> !snippets(page).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pagesWithSnippets")
    void snippetsAreCompiled(Path page) throws IOException {
        var regions = regions();

        assertThat(snippets(page)).allSatisfy(snippet -> assertThat(regions).contains(snippet));
    }

    @Test
    void guidesHaveSnippets() throws IOException {
        assertThat(pagesWithSnippets().map(page -> page.getFileName().toString()))
                .contains("README.md", "testing.md", "production.md", "adding-an-engine.md");
    }

    private static List<String> snippets(Path page) {
        return SNIPPET.matcher(Documents.text(page))
                .results()
                .map(snippet -> snippet.group(1))
                .toList();
    }

    private static List<String> regions() throws IOException {
        try (var examples = Files.walk(Path.of("src"));
                var toy = Files.walk(TOY)) {
            return Stream.concat(examples, toy)
                    .filter(file -> file.toString().matches(".*\\.(java|kt)"))
                    .map(Documents::text)
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
}
