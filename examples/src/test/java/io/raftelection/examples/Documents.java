package io.raftelection.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Markdown pages of the project. */
final class Documents {
    static final Path ROOT = Path.of("..");

    private Documents() {}

    /** A line of a page, counted from 1. */
    record Line(Path page, int number, String text) {
        @Override
        public String toString() {
            return ROOT.relativize(page) + ":" + number + ": " + text;
        }
    }

    static Stream<Path> pages() throws IOException {
        var pages = new ArrayList<Path>();
        try (var root = Files.list(ROOT);
                var docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages.stream();
    }

    /** {@return the lines of a page that are not in a block of code} */
    static List<Line> prose(Path page) {
        var prose = new ArrayList<Line>();
        boolean code = false;
        int number = 0;
        for (var text : text(page).lines().toList()) {
            number++;
            if (text.startsWith("```")) {
                code = !code;
            } else if (!code) {
                prose.add(new Line(page, number, text));
            }
        }
        return prose;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
