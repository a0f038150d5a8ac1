package io.raftelection.watch.logs;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a log that says something about leadership.
 *
 * @param kind what it says
 * @param literal a text that every such line contains, which is searched before the pattern
 * @param pattern the expression, with named groups
 * @param groups the names of its groups
 * @param each the expression that finds each server in a list of servers
 * @param place the definition's file and line, for messages
 */
record LogRule(
        LogKind kind, String literal, Pattern pattern, Set<String> groups, Optional<Pattern> each, String place) {

    /** {@return the text of a group; empty if the pattern has no such group, or if it did not take part} */
    String group(Matcher matcher, String name) {
        var text = groups.contains(name) ? matcher.group(name) : null;
        return text == null ? "" : text;
    }
}
