package io.raftelection.examples;

import static io.raftelection.examples.Documents.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.examples.Documents.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of the documents, and what they say about files, modules and versions. */
final class DocumentsTest {
    private static final int COLUMNS = 100;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern PATH = Pattern.compile("[\\w-]+/[\\w./-]*");
    private static final Pattern MODULES = Pattern.compile("-pl '?([\\w/,-]+)");
    private static final Pattern ENGINE = Pattern.compile("\\| \\[[^]]+]\\((?:docs/engines/)?([\\w-]+)\\.md\\).*");
    private static final List<String> REMOVED = List.of("testing-guide.md", "docs/engines.md", "docs/recording.md");

    static Stream<Path> pages() throws IOException {
        return Documents.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void proseIsWrappedAtAHundredColumns(Path page) {
        assertThat(Documents.prose(page))
                .filteredOn(line -> !line.text().startsWith("|"))
                .filteredOn(line -> withoutTargets(line.text()).length() > COLUMNS)
                .isEmpty();
    }

    private static String withoutTargets(String text) {
        return LINK.matcher(text).replaceAll("]");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void paragraphsAreSeparatedByOneBlankLine(Path page) {
        assertThat(Documents.text(page)).doesNotContain("\n\n\n").endsWith("\n").doesNotEndWith("\n\n");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void relativeLinksLeadToAFileAndAHeading(Path page) {
        assertThat(Documents.prose(page))
                .allSatisfy(line -> links(line)
                        .forEach(link -> assertThat(leadsSomewhere(page, link))
                                .as("%s: %s", line, link)
                                .isTrue()));
    }

    private static Stream<String> links(Line line) {
        return LINK.matcher(line.text()).results().map(link -> link.group(1)).filter(link -> !link.contains("://"));
    }

    private static boolean leadsSomewhere(Path page, String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        return Files.exists(target) && (parts.length == 1 || headings(target).anyMatch(parts[1]::equals));
    }

    /** The headings of a page, as links name them. */
    private static Stream<String> headings(Path page) {
        return Documents.prose(page).stream()
                .map(Line::text)
                .filter(text -> text.startsWith("#"))
                .map(text -> text.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\w -]", "").replace(' ', '-'));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void filesAndModulesThatAreNamedExist(Path page) {
        assertThat(Documents.prose(page))
                .allSatisfy(line -> assertThat(paths(line))
                        .as(line.toString())
                        .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists()));
        assertThat(REMOVED)
                .allSatisfy(removed -> assertThat(Documents.text(page)).doesNotContain(removed));
    }

    /** The paths below a folder of the project, and the modules of Maven commands. */
    private static List<String> paths(Line line) {
        var code =
                CODE.matcher(line.text()).results().map(found -> found.group(1)).toList();
        var paths = code.stream()
                .filter(text -> PATH.matcher(text).matches())
                .filter(text -> !text.contains("/X/")) // stands for any engine
                .filter(text -> isFolder(text.substring(0, text.indexOf('/'))));
        var modules = code.stream()
                .flatMap(text -> MODULES.matcher(text).results())
                .flatMap(found -> Stream.of(found.group(1).split(",")));
        return Stream.concat(paths, modules).toList();
    }

    /** Whether it is a folder of the sources: a page may name one that a build makes. */
    private static boolean isFolder(String name) {
        return !name.equals("target") && Files.isDirectory(ROOT.resolve(name));
    }

    @ParameterizedTest
    @MethodSource("enginesPages")
    void enginesThatAPageListsAreTheModules(Path page) throws IOException {
        var rows = Documents.prose(page).stream()
                .map(line -> ENGINE.matcher(line.text()))
                .filter(row -> row.matches())
                .map(row -> row.toMatchResult())
                .toList();

        assertThat(rows).extracting(row -> row.group(1)).containsExactlyInAnyOrderElementsOf(engines());
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.group())
                        .contains("`raft-election-" + row.group(1) + "`", " " + version(row) + " ")
                        .matches(
                                text -> text.contains("-testing`") == hasTestCluster(row.group(1)),
                                "names the test cluster"));
    }

    static Stream<Path> enginesPages() {
        return Stream.of(ROOT.resolve("README.md"), ROOT.resolve("docs/engines/README.md"));
    }

    @Test
    void everyEngineHasAPage() throws IOException {
        try (var pages = Files.list(ROOT.resolve("docs/engines"))) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
                    .filteredOn(page -> !page.equals("README"))
                    .containsExactlyInAnyOrderElementsOf(engines());
        }
    }

    /** The engines with an adapter. */
    private static List<String> engines() throws IOException {
        try (var folders = Files.list(ROOT.resolve("engines"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("adapter/pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }

    private static boolean hasTestCluster(String engine) {
        return Files.exists(ROOT.resolve("engines").resolve(engine).resolve("testing/pom.xml"));
    }

    private static String version(MatchResult row) {
        return property(row.group(1) + ".version");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void versionOfTheArtifactsIsThatOfTheBuild(Path page) {
        var versions = Pattern.compile("<version>(.*)</version>")
                .matcher(Documents.text(page))
                .results()
                .map(version -> version.group(1));

        assertThat(versions).allSatisfy(version -> assertThat(version).isEqualTo(property("revision")));
    }

    private static String property(String name) {
        return Pattern.compile("<" + name + ">(.*)</")
                .matcher(Documents.text(ROOT.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
