package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;

/** Prints events in the notation. {@link NotationParser} parses it. */
public final class Notation {
    /** The word for a server that knows of no leader. */
    static final String NOBODY = "nobody";

    /** The word for a server whose view is unknown. */
    static final String UNKNOWN = "unknown";

    /** The word before the learners of a configuration. */
    static final String LEARNERS = "learners";

    private Notation() {}

    /** Reads one line. */
    public static LeadershipEvent parse(String line) {
        return new NotationParser(Checks.notNull(line, "line")).event();
    }

    /** Spells an event as one line. */
    public static String print(LeadershipEvent event) {
        return seconds(event.at()) + " " + quoted(event.server().value()) + " " + what(event);
    }

    /** Spells the begin or the end of a fact as one line. Nothing parses it. */
    public static String print(Fact fact) {
        return seconds(fact.at())
                + fact.server().map(server -> " " + quoted(server.value())).orElse("") + " "
                + fact.kind().words()
                + fact.lasted().map(time -> " ends after " + seconds(time)).orElse(" begins")
                + (fact.detail().isEmpty() ? "" : " (" + quote(fact.detail()) + ")");
    }

    /** Spells an event without its time and server, as in {@code acquired term 7 !unexpected}. */
    static String what(LeadershipEvent event) {
        var text = new StringBuilder(event.<String>match(
                acquired -> "acquired" + Terms.suffix(acquired.term()),
                ready -> "ready" + Terms.suffix(ready.term()),
                lost -> "lost" + Terms.suffix(lost.term()) + " (" + cause(lost) + ")",
                follows -> "follows " + leader(follows) + Terms.suffix(follows.term()),
                members -> "members" + names(members.voters())
                        + (members.learners().isEmpty() ? "" : " " + LEARNERS + names(members.learners()))));
        if (event.already()) {
            text.append(" already");
            if (!event.uncertainty().isZero()) {
                text.append(" for ").append(seconds(roundedUp(event.uncertainty())));
            }
        } else if (event.isObserved()) {
            text.append(" observed within ").append(seconds(roundedUp(event.uncertainty())));
        }
        event.anomalies().forEach(anomaly -> text.append(" !").append(anomaly.word()));
        return text.toString();
    }

    private static String leader(Follows follows) {
        return follows.unknown()
                ? UNKNOWN
                : follows.leader().map(Notation::name).orElse(NOBODY);
    }

    private static String names(Collection<ServerId> servers) {
        return servers.stream().map(server -> " " + name(server)).collect(Collectors.joining());
    }

    /** Quotes a name that the parser would read as something else. */
    private static String name(ServerId server) {
        var name = server.value();
        return name.equals(NOBODY) || name.equals(UNKNOWN) || name.equals(LEARNERS) ? quote(name) : quoted(name);
    }

    private static String cause(Lost lost) {
        return lost.cause() == Cause.ENGINE_REASON
                ? quote(lost.reason())
                : lost.cause().words();
    }

    /** Spells a time as seconds with three decimals, rounded down, as in {@code 12.304s}. */
    public static String seconds(Duration time) {
        var millis = time.toMillisPart();
        return time.toSeconds() + "." + (millis < 10 ? "00" : millis < 100 ? "0" : "") + millis + "s";
    }

    /** Rounds up to milliseconds, so that the result is still an upper bound and never zero. */
    private static Duration roundedUp(Duration time) {
        return time.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Quotes a name that the parser would not read as one word. */
    public static String quoted(String name) {
        return name.chars().allMatch(Notation::plain) ? name : quote(name);
    }

    static boolean plain(int c) {
        return c > ' '
                && c != 0x7f
                && "\"\\!()#".indexOf(c) < 0
                && !Character.isWhitespace(c)
                && !Character.isSpaceChar(c);
    }

    /** Quotes words, and escapes what would break or reorder the line. */
    public static String quote(String words) {
        var text = new StringBuilder("\"");
        words.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (mustBeEscaped(c)) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }

    /** Whether a character would break or reorder the line, is invisible, or may not be valid in UTF-8. */
    private static boolean mustBeEscaped(int c) {
        return !Visibility.isAllowed(c);
    }

    static Anomaly.Kind anomaly(String word) {
        for (var kind : Anomaly.Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(word);
    }
}
