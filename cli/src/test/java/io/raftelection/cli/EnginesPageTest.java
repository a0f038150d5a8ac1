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

/**
 * Compares the tables in docs/engines.md with the last results of the contract tests and with the capabilities of the
 * test clusters. {@code -Draftelection.rewrite=true} rewrites the tables. Maven builds this module after all engines.
 */
final class EnginesPageTest {
    private static final Path PAGE = Path.of("../docs/engines.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CELLS = Pattern.compile("\\| (.*?) \\| (.*) \\|");

    @Test
    void versionsAreThoseOfTheBuild() throws IOException {
        var pom = Files.readString(Path.of("../pom.xml"));
        var versions = Stream.of("ratis", "jraft", "microraft", "jgroups-raft", "curator", "jetcd")
                .map(engine -> Pattern.compile("<" + engine + "\\.version>(.*)</")
                        .matcher(pom)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1));

        assertThat(Files.readAllLines(PAGE))
                .contains(row("version tested", versions).stripTrailing());
    }

    @Test
    void attachLinesAreThoseOfTheAdapters() throws IOException {
        var lines = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| attach |"))
                .flatMap(line -> CODE.matcher(line).results())
                .map(code -> code.group(1))
                .toList();

        assertThat(lines).hasSize(6);
        assertThat(lines).allSatisfy(line -> assertThat(adapters()).contains(" * " + line + "\n"));
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
                .as("contract results: mvn verify at the root produces all of them")
                .hasSize(Engine.values().length + 1); // Ratis runs the contract twice
        assertTable("contract", table(columns));
    }

    @Test
    void tableOfCapabilitiesMatchesTheClusters() throws IOException {
        var engines = List.of(Engine.values());
        var rows = Stream.of(Capability.values())
                .map(capability ->
                        row(capability.words(), engines.stream().map(engine -> offered(engine, capability))));

        assertTable(
                "capabilities",
                row("", engines.stream().map(Engine::title)) + "|---".repeat(engines.size() + 1) + "|\n"
                        + rows.collect(Collectors.joining()));
    }

    private static String offered(Engine engine, Capability capability) {
        try (var tracker = Tracker.open("capabilities");
                var cluster = engine.cluster(List.of(ServerId.of("s1")), tracker::track)) {
            return cluster.notOffered(capability).map(why -> "no: " + why).orElse("yes");
        }
    }

    /** Compares the table between two comments with that name, or rewrites it. */
    private static void assertTable(String name, String table) throws IOException {
        var page = Files.readString(PAGE);
        var place = Pattern.compile("(?<=<!-- " + name + " -->\n).*(?=<!-- end of " + name + " -->)", Pattern.DOTALL);
        assertThat(page).containsPattern(place);
        var written = place.matcher(page).replaceFirst(Matcher.quoteReplacement(table));
        if (Boolean.getBoolean("raftelection.rewrite")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(written);
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
