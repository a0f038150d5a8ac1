package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the tables in docs/engines with the last outcome of the contract, with what each test cluster offers, with
 * the adapters, and with the versions of the build. {@code -Draftelection.rewrite=true} writes the outcomes and the
 * offers again. This module comes after those of all engines in the build.
 */
final class EnginesPageTest {
    private static final Path FOLDER = Path.of("../docs/engines");
    private static final Path INDEX = FOLDER.resolve("README.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CELLS = Pattern.compile("\\| (.*?) \\| (.*) \\|");

    /** The engines with a page: those that the command runs. */
    static Stream<String> engines() {
        return Stream.of(Engine.values()).map(Engine::word);
    }

    private static List<String> setups() {
        return Stream.of(Engine.values())
                .flatMap(engine -> engine.setups().stream())
                .map(Engine.Setup::title)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void versionIsThatOfTheBuild(String engine) throws IOException {
        var version = Pattern.compile("<" + engine + "\\.version>(.*)</")
                .matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThat(Files.readAllLines(page(engine)))
                .anyMatch(
                        line -> line.matches("\\| version tested \\| " + Pattern.quote(version) + "( \\(.*\\))? \\|"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void attachLineIsThatOfTheAdapter(String engine) throws IOException {
        var lines = Files.readAllLines(page(engine)).stream()
                .filter(line -> line.startsWith("| attach |"))
                .flatMap(line -> CODE.matcher(line).results())
                .map(code -> code.group(1))
                .toList();

        assertThat(lines).hasSize(1).allSatisfy(line -> assertThat(adapters()).contains(" * " + line + "\n"));
    }

    private static Path page(String engine) {
        return FOLDER.resolve(engine + ".md");
    }

    /** {@return the source of all adapter classes} */
    private static String adapters() throws IOException {
        try (var files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().matches(".*/src/main/java/.*/\\w+Leadership\\.java"))
                    .map(EnginesPageTest::text)
                    .collect(Collectors.joining());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The result of one contract run; the first row of its file names the engine. */
    private record Column(String engine, Map<String, String> outcomes) {

        static Column read(Path file) throws IOException {
            var rows = Files.readAllLines(file).stream()
                    .map(CELLS::matcher)
                    .filter(Matcher::matches)
                    .map(Matcher::toMatchResult)
                    .toList();
            return new Column(
                    rows.get(0).group(2),
                    rows.stream().skip(1).collect(Collectors.toMap(row -> row.group(1), row -> row.group(2))));
        }
    }

    @Test
    void tableOfPromisesMatchesTheContractResults() throws IOException {
        var columns = columns();

        assertThat(columns)
                .as("runs of the contract: mvn verify at the root runs them all")
                .extracting(Column::engine)
                .containsExactlyInAnyOrderElementsOf(setups());
        assertTable(INDEX, "contract", table(columns));
    }

    @Test
    void tableOfCapabilitiesMatchesTheClusters() throws IOException {
        var engines = List.of(Engine.values());
        var rows = Stream.of(Capability.values())
                .map(capability -> row(
                        capability.words(),
                        engines.stream()
                                .map(engine -> offered(engine, capability).replaceFirst(":.*", ""))));

        assertTable(
                INDEX,
                "capabilities",
                row("", engines.stream().map(EnginesPageTest::link)) + "|---".repeat(engines.size() + 1) + "|\n"
                        + rows.collect(Collectors.joining()));
    }

    private static String link(Engine engine) {
        return "[" + engine.title().replaceFirst(",.*", "") + "](" + engine.word() + ".md)";
    }

    @ParameterizedTest
    @EnumSource
    void pageOfAnEngineSaysWhatItsClusterOffers(Engine engine) throws IOException {
        var rows = Stream.of(Capability.values())
                .map(capability -> row(capability.words(), Stream.of(offered(engine, capability))));

        assertTable(page(engine.word()), "capabilities", "| | |\n|---|---|\n" + rows.collect(Collectors.joining()));
    }

    private static String offered(Engine engine, Capability capability) {
        try (var tracker = Tracker.lenient("capabilities");
                var cluster = engine.cluster(List.of(ServerId.of("s1")), tracker::track)) {
            return cluster.notOffered(capability).map(why -> "no: " + why).orElse("yes");
        }
    }

    /** Checks the table between two comments of that name, or writes it. */
    private static void assertTable(Path file, String name, String table) throws IOException {
        var page = Files.readString(file);
        var place = Pattern.compile("(?<=<!-- " + name + " -->\n).*(?=<!-- end of " + name + " -->)", Pattern.DOTALL);
        assertThat(page).containsPattern(place);
        var written = place.matcher(page).replaceFirst(Matcher.quoteReplacement(table));
        if (Boolean.getBoolean("raftelection.rewrite")) {
            Files.writeString(file, written);
        }
        assertThat(Files.readString(file)).isEqualTo(written);
    }

    private static List<Column> columns() throws IOException {
        try (var engines = Files.list(Path.of("../engines"))) {
            var columns = new TreeMap<String, Column>();
            for (var folder : engines.map(engine -> engine.resolve("testing/target/contract"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (var files = Files.list(folder)) {
                    for (var file : files.toList()) {
                        columns.put(file.getFileName().toString(), Column.read(file));
                    }
                }
            }
            return List.copyOf(columns.values());
        }
    }

    private static String table(List<Column> columns) {
        var promises = new TreeSet<String>();
        columns.forEach(column -> promises.addAll(column.outcomes.keySet()));
        return Stream.concat(
                        Stream.of(
                                row("promise", columns.stream().map(Column::engine)),
                                "|---".repeat(columns.size() + 1) + "|\n"),
                        promises.stream()
                                .map(promise -> row(
                                        promise,
                                        columns.stream()
                                                .map(column -> column.outcomes.getOrDefault(promise, "not checked")))))
                .collect(Collectors.joining());
    }

    private static String row(String promise, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + promise + " | ", " |\n"));
    }
}
