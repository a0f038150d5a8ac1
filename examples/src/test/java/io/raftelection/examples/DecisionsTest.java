package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The index of the decisions lists every record with its number, title and status. */
final class DecisionsTest {
    private static final Path FOLDER = Documents.ROOT.resolve("docs/decisions");
    private static final Pattern TITLE = Pattern.compile("# (\\d+)\\. (.+)\n");
    private static final Pattern REPLACED = Pattern.compile("Replaced by \\[decision (\\d+)]\\(([^)]+)\\)");
    private static final Pattern ROW = Pattern.compile("(\\| \\[.*) \\| \\d{4}-\\d\\d-\\d\\d \\|");

    @Test
    void indexListsEveryRecord() throws IOException {
        try (var files = Files.list(FOLDER)) {
            var expected = files.filter(file -> file.getFileName().toString().matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .map(DecisionsTest::row)
                    .toList();

            var rows = Documents.text(FOLDER.resolve("README.md"))
                    .lines()
                    .filter(line -> line.startsWith("| ["))
                    .map(line -> ROW.matcher(line).replaceFirst("$1"));

            assertThat(expected).isNotEmpty();
            assertThat(rows).containsExactlyElementsOf(expected);
        }
    }

    /** The row of a record, without its date. */
    private static String row(Path file) {
        var text = Documents.text(file);
        var title = TITLE.matcher(text);
        assertThat(title.lookingAt())
                .as("%s has a title such as '# 1. Title'", file)
                .isTrue();
        var status = REPLACED.matcher(text)
                .results()
                .findFirst()
                .map(by -> "replaced by [" + by.group(1) + "](" + by.group(2) + ")")
                .orElse("accepted");
        assertThat(file.getFileName().toString()).startsWith(String.format("%04d-", Integer.parseInt(title.group(1))));
        return "| [" + title.group(1) + "](" + file.getFileName() + ") | " + title.group(2) + " | " + status;
    }
}
