package io.raftelection.testing.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * The effects since the last output. A tracker promises no order between listeners and futures. Here the events of a
 * step come first, and their consequences follow.
 */
final class Effects {
    private final List<String> lines = new ArrayList<>();
    private final List<String> consequences = new ArrayList<>();

    /** Notes an event, or an anomaly of it. */
    void heard(String line) {
        lines.add(line);
    }

    /** Notes a consequence; its further lines are indented. */
    void follows(String text) {
        consequences.add(text.replace("\n", "\n  "));
    }

    /** Ends a step. */
    void settle() {
        lines.addAll(consequences);
        consequences.clear();
    }

    /** Indents a line that would otherwise be read as a comment. */
    private static String noComment(String line) {
        return line.startsWith("#") ? "  " + line : line;
    }

    /** Hands over the lines so far. */
    List<String> take() {
        settle();
        var taken =
                lines.stream().flatMap(String::lines).map(Effects::noComment).toList();
        lines.clear();
        return taken.isEmpty() ? List.of("ok") : taken;
    }
}
