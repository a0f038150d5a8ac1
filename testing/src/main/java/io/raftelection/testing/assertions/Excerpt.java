package io.raftelection.testing.assertions;

import io.raftelection.History;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps the message of a failed assertion short: the latest events of a history, and the first items of a list. */
final class Excerpt {
    /** The message has as many events. */
    static final int EVENTS = 100;

    /** The message has as many items of a list. */
    static final int ITEMS = 20;

    private Excerpt() {}

    static String of(History history) {
        int earlier = history.events().size() - EVENTS;
        return history.events().stream()
                .skip(Math.max(0, earlier))
                .map(String::valueOf)
                .collect(Collectors.joining("\n", earlier > 0 ? "(" + earlier + " earlier events)\n" : "", ""));
    }

    static String of(List<?> items) {
        int more = items.size() - ITEMS;
        return items.stream()
                .limit(ITEMS)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "[", more > 0 ? " and " + more + " more]" : "]"));
    }
}
