package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one line of the notation, from left to right.
 *
 * <pre>
 * event    = time server ( acquired | ready | lost | follows | members )
 * acquired = "acquired" term? ( observed | already )? anomaly*
 * ready    = "ready" term? anomaly*
 * lost     = "lost" term? "(" cause ")" observed? anomaly*
 * follows  = "follows" ( "nobody" term? | "unknown" | server term? ) ( observed | already )? anomaly*
 * members  = "members" server* [ "learners" server+ ]
 * time     = digits [ "." digits ] "s"          server = word | quoted
 * term     = "term" digits                      cause  = "stepped down" | ... | quoted
 * observed = "observed within" time             already = "already" [ "for" time ]
 * anomaly  = "!" word
 * </pre>
 */
final class NotationParser {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?s");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\]|\\\\u[0-9a-f]{4})*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");
    private static final Pattern VERB = Pattern.compile("acquired|ready|lost|follows|members");
    private static final Pattern TERM = Pattern.compile(" term (\\d{1,19})");
    private static final Pattern OBSERVED = Pattern.compile(" observed within ");
    private static final Pattern ALREADY = Pattern.compile(" already(?= |$)");
    private static final Pattern FOR = Pattern.compile(" for ");

    /** The end of a word: the next character, if any, is not {@linkplain Notation#plain plain}. */
    private static final String END = "(?![^\\x00-\\x20\\x7f\\p{Z}\"\\\\!()#])";

    private static final Pattern NOBODY = Pattern.compile(Notation.NOBODY + END);
    private static final Pattern UNKNOWN = Pattern.compile(Notation.UNKNOWN + END);
    private static final Pattern LEARNERS = Pattern.compile(" " + Notation.LEARNERS + END);
    private static final Pattern WORDS = Pattern.compile("[a-z ]+");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}]");
    private static final Pattern ANOMALY = Pattern.compile(" !([a-z-]+)");

    private final String line;
    private int position;

    /** The latest match. */
    private Matcher found;

    NotationParser(String line) {
        this.line = line;
        this.found = TIME.matcher(line);
    }

    LeadershipEvent event() {
        var at = time();
        expect(" ", "a space");
        var server = server();
        expect(" ", "a space");
        return switch (next(VERB, "acquired, ready, lost, follows or members")) {
            case "acquired" -> acquired(at, server, term());
            case "ready" -> new Ready(at, server, term(), OptionalLong.empty(), anomalies());
            case "lost" -> lost(at, server, term());
            case "follows" -> follows(at, server);
            default -> members(at, server);
        };
    }

    private Follows follows(Duration at, ServerId server) {
        expect(" ", "a space");
        if (find(UNKNOWN)) {
            return new Follows(at, server, Optional.empty(), OptionalLong.empty(), true, anomalies());
        }
        var leader = find(NOBODY) ? Optional.<ServerId>empty() : Optional.of(server());
        var term = term();
        boolean already = find(ALREADY);
        var uncertainty = uncertainty(already ? FOR : OBSERVED);
        return new Follows(at, server, leader, term, false, anomalies(), uncertainty, already);
    }

    private Members members(Duration at, ServerId server) {
        var voters = servers(Set.of());
        var learners = Set.<ServerId>of();
        if (find(LEARNERS)) {
            learners = servers(voters);
            if (learners.isEmpty()) {
                throw error(position, "expected a learner");
            }
        }
        if (position < line.length()) {
            throw error(position, "expected a space and a server");
        }
        return new Members(at, server, voters, learners);
    }

    /** Reads servers until the end of the line or the word {@code learners}. */
    private SortedSet<ServerId> servers(Set<ServerId> voters) {
        var servers = new TreeSet<ServerId>();
        while (line.startsWith(" ", position)
                && !LEARNERS.matcher(line).region(position, line.length()).lookingAt()) {
            position++;
            int start = position;
            var server = server();
            if (voters.contains(server)) {
                throw error(start, "learner " + server + ": votes too, expected one of the two");
            }
            if (!servers.add(server)) {
                throw error(start, "expected a server that was not named before");
            }
        }
        return servers;
    }

    private Acquired acquired(Duration at, ServerId server, OptionalLong term) {
        boolean already = find(ALREADY);
        var uncertainty = uncertainty(already ? FOR : OBSERVED);
        return new Acquired(at, server, term, OptionalLong.empty(), anomalies(), uncertainty, already);
    }

    private Lost lost(Duration at, ServerId server, OptionalLong term) {
        expect(" (", "a cause in parentheses");
        var engine = find(QUOTED);
        var reason = engine ? unquoted() : "";
        var cause = engine ? Cause.ENGINE_REASON : cause();
        expect(")", "a closing parenthesis");
        var uncertainty = uncertainty(OBSERVED);
        return new Lost(at, server, term, OptionalLong.empty(), cause, reason, anomalies(), uncertainty);
    }

    private Duration time() {
        next(TIME, "seconds as in 12.304s");
        var fraction = found.group(2) == null ? "" : found.group(2);
        return Duration.ofSeconds(
                Long.parseLong(found.group(1)), Long.parseLong((fraction + "000000000").substring(0, 9)));
    }

    private Duration uncertainty(Pattern words) {
        if (!find(words)) {
            return Duration.ZERO;
        }
        int start = position;
        var uncertainty = time();
        if (uncertainty.isZero()) {
            throw error(start, "expected a time of more than zero");
        }
        return uncertainty;
    }

    private ServerId server() {
        var start = position;
        var name = find(QUOTED) ? unquoted() : word();
        try {
            return ServerId.of(name);
        } catch (IllegalArgumentException e) {
            throw error(start, String.valueOf(e.getMessage()));
        }
    }

    private String word() {
        int start = position;
        int end = start;
        while (end < line.length() && Notation.plain(line.charAt(end))) {
            end++;
        }
        if (end == start) {
            throw error(start, "expected a server");
        }
        position = end;
        return line.substring(start, end);
    }

    private OptionalLong term() {
        int start = position;
        if (!find(TERM)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(found.group(1)));
        } catch (NumberFormatException e) {
            throw error(start + 1, "expected a term of at most " + Long.MAX_VALUE);
        }
    }

    private Cause cause() {
        int start = position;
        var words = next(WORDS, "a cause");
        return Arrays.stream(Cause.values())
                .filter(cause -> cause != Cause.ENGINE_REASON && cause.words().equals(words))
                .findFirst()
                .orElseThrow(() ->
                        error(start, "expected stepped down, superseded, missed, ignored, closed or quoted words"));
    }

    private Set<Anomaly.Kind> anomalies() {
        var kinds = EnumSet.noneOf(Anomaly.Kind.class);
        int start = position;
        try {
            while (find(ANOMALY)) {
                kinds.add(Notation.anomaly(found.group(1)));
                start = position;
            }
        } catch (IllegalArgumentException e) {
            throw error(start + 1, "expected an anomaly, one of " + EnumSet.allOf(Anomaly.Kind.class));
        }
        if (start < line.length()) {
            throw error(start, "expected an anomaly or the end of the line");
        }
        return Collections.unmodifiableSet(kinds);
    }

    private String unquoted() {
        return ESCAPE.matcher(found.group(1))
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    private void expect(String text, String what) {
        if (!line.startsWith(text, position)) {
            throw error(position, "expected " + what);
        }
        position += text.length();
    }

    private String next(Pattern pattern, String what) {
        int start = position;
        if (!find(pattern)) {
            throw error(start, "expected " + what);
        }
        return line.substring(start, position);
    }

    /** Reads the next match of a pattern. {@return whether there is one} */
    private boolean find(Pattern pattern) {
        var matcher = pattern.matcher(line).region(position, line.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        found = matcher;
        position = matcher.end();
        return true;
    }

    private IllegalArgumentException error(int index, String what) {
        var shown = Shown.shortened(line, 200);
        return new IllegalArgumentException(
                "event \"" + CONTROL.matcher(shown).replaceAll("?") + "\": column " + (index + 1) + ": " + what);
    }
}
