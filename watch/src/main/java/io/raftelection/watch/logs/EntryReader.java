package io.raftelection.watch.logs;

import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;

/** Makes an entry of a line that a rule matches. Keeps one copy of each name. Not thread-safe. */
final class EntryReader {
    /** How many different names are kept once; more of them are not shared. */
    private static final int MAX_NAMES = 10_000;

    private final Map<String, String> names = new HashMap<>();

    /**
     * {@return the entry of a line in which the rule found its pattern}
     *
     * @throws IllegalArgumentException if a number in the line is too large, or if a name is not valid
     */
    LogEntry read(LogRule rule, Matcher matcher, Instant at, Duration silence) {
        var port = rule.group(matcher, "port");
        var leader = rule.group(matcher, "leader");
        return new LogEntry(
                rule.kind(),
                at,
                silence,
                name(group(rule, matcher)),
                name(rule.group(matcher, "server")),
                name(port.isEmpty() ? leader : leader + ":" + port),
                term(rule, matcher),
                rule.kind() == LogKind.IDENTITY ? name(rule.group(matcher, "name")) : rule.group(matcher, "reason"),
                servers(rule, rule.group(matcher, "voters")),
                servers(rule, rule.group(matcher, "learners")));
    }

    /** Checks a name, unless it is empty, by the rules for the names of servers and clusters. */
    private String name(String name) {
        var known = names.get(name);
        if (known != null || name.isEmpty()) {
            return known == null ? "" : known;
        }
        var checked = ServerId.of(name).value();
        if (names.size() < MAX_NAMES) {
            names.put(checked, checked);
        }
        return checked;
    }

    /** A group of the scope "/" has no prefix: it is the default virtual host of RabbitMQ. */
    private static String group(LogRule rule, Matcher matcher) {
        var scope = rule.group(matcher, "scope");
        var group = rule.group(matcher, "group");
        return scope.isEmpty() || scope.equals("/") ? group : scope + "/" + group;
    }

    private static OptionalLong term(LogRule rule, Matcher matcher) {
        var term = rule.group(matcher, "term");
        var zxid = rule.group(matcher, "zxid");
        if (!zxid.isEmpty()) {
            return OptionalLong.of(Long.parseUnsignedLong(zxid, 16) >>> Integer.SIZE);
        }
        return term.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(term));
    }

    private static List<String> servers(LogRule rule, String list) {
        if (list.isEmpty()) {
            return List.of();
        }
        if (rule.each().isEmpty()) {
            return List.of(list.strip().split("[,\\s]+"));
        }
        var found = new ArrayList<String>();
        var each = rule.each().get();
        var matcher = BoundedText.matcher(each, list);
        boolean decimal = each.pattern().contains("(?<decimal>");
        while (matcher.find()) {
            found.add(
                    decimal
                            ? Long.toHexString(Long.parseUnsignedLong(matcher.group("decimal")))
                            : matcher.group("member"));
        }
        return List.copyOf(found);
    }
}
