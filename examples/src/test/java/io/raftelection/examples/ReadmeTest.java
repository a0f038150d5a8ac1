package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java and Kotlin snippet of a page is a region of a compiled example or test, to the letter. */
final class ReadmeTest {
    private static final Pattern SNIPPET = Pattern.compile("```(?:java|kotlin)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern REGION = Pattern.compile("( *)// region \\w+\n(.*?) *// endregion", Pattern.DOTALL);

    /** The folders with regions: the examples, the toy engine, and the tests of what the examples do not use. */
    private static final List<Path> FOLDERS = List.of(
            Path.of("src"),
            Documents.ROOT.resolve("testing/src/test/java/io/raftelection/testing/toy"),
            Documents.ROOT.resolve("watch/src/test/java"),
            Documents.ROOT.resolve("micrometer/src/test/java"),
            Documents.ROOT.resolve("spring-boot/src/test/java"),
            Documents.ROOT.resolve("elections/jetcd/src/test/java"),
            Documents.ROOT.resolve("elections/fabric8/src/test/java"));

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
                .contains("README.md", "testing.md", "production.md", "adding-an-engine.md", "jetcd.md", "fabric8.md");
    }

    /** A snippet without a language would not be checked. */
    @ParameterizedTest
    @MethodSource("io.raftelection.examples.Documents#pages")
    void javaSaysThatItIsJava(Path page) {
        var plain = BLOCK.matcher(Documents.text(page))
                .results()
                .filter(block -> block.group(1).isEmpty())
                .map(block -> block.group(2));

        assertThat(plain).noneMatch(text -> text.lines().anyMatch(line -> line.endsWith(";") || line.endsWith(") {")));
    }

    private static List<String> snippets(Path page) {
        return SNIPPET.matcher(Documents.text(page))
                .results()
                .map(snippet -> snippet.group(1))
                .toList();
    }

    private static List<String> regions() throws IOException {
        var regions = new ArrayList<String>();
        for (var folder : FOLDERS) {
            try (var files = Files.walk(folder)) {
                files.filter(file -> file.toString().matches(".*\\.(java|kt)"))
                        .map(Documents::text)
                        .flatMap(text -> REGION.matcher(text).results())
                        .map(ReadmeTest::unindented)
                        .forEach(regions::add);
            }
        }
        return regions;
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
