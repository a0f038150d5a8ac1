package io.raftelection.watch.logs;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The systems that may have written logs, and the texts by which their lines are found. Not thread-safe. */
final class LogSystems {
    private final List<LogDefinition> all;
    private final LiteralMatcher literals;
    private final Map<LogDefinition, LiteralMatcher> each = new HashMap<>();

    LogSystems(List<LogDefinition> all) {
        this.all = all;
        this.literals = literals(all);
    }

    private static LiteralMatcher literals(Collection<LogDefinition> definitions) {
        return LiteralMatcher.of(definitions.stream()
                .flatMap(definition -> definition.rules().stream())
                .map(LogRule::literal)
                .toList());
    }

    List<LogDefinition> all() {
        return all;
    }

    /** {@return what finds the lines of all systems} */
    LiteralMatcher literals() {
        return literals;
    }

    /** {@return what finds the lines of one system} */
    LiteralMatcher literals(LogDefinition system) {
        return all.size() == 1 ? literals : each.computeIfAbsent(system, one -> literals(List.of(one)));
    }
}
