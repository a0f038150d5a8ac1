package io.raftelection.watch.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Parses a definition line by line; every error names the line. Used once. */
final class DefinitionParser {
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    private static final Pattern NAME = Pattern.compile("[\\w.-]{1,40}");

    /** A shorter text would be found in too many lines. */
    private static final int SHORTEST_LITERAL = 4;

    private final String file;
    private final List<LogRule> rules = new ArrayList<>();
    private String system = "";
    private Optional<Pattern> time = Optional.empty();
    private Optional<Draft> draft = Optional.empty();
    private int number;

    /** A rule of which not all lines are read yet. */
    private record Draft(LogKind kind, int line, String literal, Optional<Pattern> pattern, Optional<Pattern> each) {}

    DefinitionParser(String file) {
        this.file = file;
    }

    LogDefinition parse(String text) throws LogsException {
        for (var line : text.split("\\R", -1)) {
            number++;
            var words = line.strip();
            if (!words.isEmpty() && !words.startsWith("#")) {
                line(words.split("\\s+", 2)[0], words.replaceFirst("^\\S+\\s*", ""));
            }
        }
        endRule();
        number = 1;
        if (system.isEmpty()) {
            throw wrong("has no system, expected a line such as: system etcd");
        }
        if (rules.isEmpty()) {
            throw wrong("has no rule, expected one or more of " + LogKind.words());
        }
        return new LogDefinition(system, time, rules);
    }

    private void line(String keyword, String value) throws LogsException {
        switch (keyword) {
            case "system" -> system = name(value);
            case "time" -> time = Optional.of(timePattern(value));
            case "contains" -> {
                var rule = rule(keyword);
                draft = Optional.of(new Draft(rule.kind, rule.line, literal(value), rule.pattern, rule.each));
            }
            case "pattern" -> {
                var rule = rule(keyword);
                var pattern = pattern(keyword, value);
                checkGroups(rule.kind, groups(pattern));
                draft = Optional.of(new Draft(rule.kind, rule.line, rule.literal, Optional.of(pattern), rule.each));
            }
            case "each" -> {
                var rule = rule(keyword);
                draft = Optional.of(
                        new Draft(rule.kind, rule.line, rule.literal, rule.pattern, Optional.of(eachPattern(value))));
            }
            default -> {
                endRule();
                draft = Optional.of(new Draft(kind(keyword, value), number, "", Optional.empty(), Optional.empty()));
            }
        }
    }

    private LogKind kind(String keyword, String value) throws LogsException {
        var kind = LogKind.of(keyword)
                .orElseThrow(() -> wrong("keyword " + quoted(keyword)
                        + ", expected system, time, contains, pattern, each or a kind: " + LogKind.words()));
        if (!value.isEmpty()) {
            throw wrong("kind " + quoted(keyword) + ": is followed by " + quoted(value)
                    + ", expected nothing; contains and pattern are lines of their own");
        }
        return kind;
    }

    private Draft rule(String keyword) throws LogsException {
        return draft.orElseThrow(
                () -> wrong(keyword + ": belongs to no rule, expected a kind before it: " + LogKind.words()));
    }

    private void endRule() throws LogsException {
        if (draft.isEmpty()) {
            return;
        }
        var rule = draft.get();
        int last = number;
        number = rule.line;
        if (rule.literal.isEmpty()) {
            throw wrong(rule.kind.word() + ": has no contains, expected a text that all its lines contain");
        }
        var pattern = rule.pattern.orElseThrow(
                () -> wrong(rule.kind.word() + ": has no pattern, expected a regular expression with named groups"));
        rules.add(new LogRule(rule.kind, rule.literal, pattern, groups(pattern), rule.each, place()));
        number = last;
        draft = Optional.empty();
    }

    private String name(String value) throws LogsException {
        if (!NAME.matcher(value).matches()) {
            throw wrong("system " + quoted(value) + ": expected 1 to 40 letters, digits, dots, hyphens or underscores");
        }
        return value;
    }

    private String literal(String value) throws LogsException {
        if (value.length() < SHORTEST_LITERAL) {
            throw wrong("contains " + quoted(value) + ": expected at least " + SHORTEST_LITERAL + " characters");
        }
        return value;
    }

    private Pattern timePattern(String value) throws LogsException {
        var pattern = pattern("time", value);
        if (!groups(pattern).equals(Set.of("time"))) {
            throw wrong("time " + quoted(value) + ": has the groups " + shown(groups(pattern)) + ", expected [time]");
        }
        return pattern;
    }

    private Pattern eachPattern(String value) throws LogsException {
        var pattern = pattern("each", value);
        if (!groups(pattern).equals(Set.of("member")) && !groups(pattern).equals(Set.of("decimal"))) {
            throw wrong("each " + quoted(value) + ": has the groups " + shown(groups(pattern))
                    + ", expected member or decimal");
        }
        return pattern;
    }

    private Pattern pattern(String keyword, String value) throws LogsException {
        if (value.isEmpty()) {
            throw wrong(keyword + ": is empty, expected a regular expression");
        }
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw wrong(keyword + " " + quoted(value) + ": " + shown(e.getDescription()) + " at character "
                    + (e.getIndex() + 1) + ", expected a regular expression of Java");
        } catch (StackOverflowError e) {
            throw wrong(keyword + " " + quoted(value) + ": is nested too deeply, expected a simple expression");
        }
    }

    private void checkGroups(LogKind kind, Set<String> groups) throws LogsException {
        for (var group : groups) {
            if (!kind.allows(group)) {
                throw wrong(
                        "group " + quoted(group) + " in a pattern of " + kind.word() + ", expected " + kind.allowed());
            }
        }
        for (var group : kind.required()) {
            if (!groups.contains(group) && !(group.equals("term") && groups.contains("zxid"))) {
                throw wrong("pattern of " + kind.word() + ": has no group " + quoted(group) + ", expected (?<" + group
                        + ">...)");
            }
        }
    }

    private static Set<String> groups(Pattern pattern) {
        var groups = new TreeSet<String>();
        var matcher = GROUP.matcher(pattern.pattern());
        while (matcher.find()) {
            groups.add(matcher.group(1));
        }
        return groups;
    }

    private static String quoted(String text) {
        return "\"" + shown(text) + "\"";
    }

    private static String shown(Object value) {
        var text = value.toString();
        return (text.length() > 100 ? text.substring(0, 100) + "..." : text)
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
    }

    private String place() {
        return file + ", line " + number;
    }

    private LogsException wrong(String what) {
        return new LogsException(place() + ": " + what);
    }
}
