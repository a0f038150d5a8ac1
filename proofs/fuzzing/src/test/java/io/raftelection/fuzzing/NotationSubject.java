package io.raftelection.fuzzing;

import static io.raftelection.fuzzing.Property.check;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The notation of events. Positions are columns. */
class NotationSubject implements Subject<LeadershipEvent> {
    private static final Pattern COLUMN = Pattern.compile("column (\\d+): .+");

    @Override
    public LeadershipEvent read(String text) {
        return LeadershipEvent.parse(text);
    }

    @Override
    public String print(LeadershipEvent event) {
        return event.toString();
    }

    /** The notation rounds to milliseconds. */
    @Override
    public LeadershipEvent printed(LeadershipEvent event) {
        var at = event.at().truncatedTo(ChronoUnit.MILLIS);
        var uncertainty = event.uncertainty().plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
        return event.<LeadershipEvent>match(
                acquired -> new Acquired(
                        at,
                        acquired.server(),
                        acquired.term(),
                        acquired.tenure(),
                        acquired.anomalies(),
                        uncertainty,
                        acquired.already()),
                ready -> ready.withAt(at),
                lost -> new Lost(
                        at,
                        lost.server(),
                        lost.term(),
                        lost.tenure(),
                        lost.cause(),
                        lost.reason(),
                        lost.anomalies(),
                        uncertainty),
                follows -> new Follows(
                        at,
                        follows.server(),
                        follows.leader(),
                        follows.term(),
                        follows.unknown(),
                        follows.anomalies(),
                        uncertainty,
                        follows.already()),
                members -> members.withAt(at));
    }

    @Override
    public OptionalInt place(String text, Exception refusal) {
        if (refusal.getClass() != IllegalArgumentException.class) {
            return OptionalInt.empty();
        }
        // The quoted text may contain a column number, so skip it by its length.
        int quoted = text.length() > 200 ? 201 : text.length();
        var message = String.valueOf(refusal.getMessage());
        var column = COLUMN.matcher(message.substring(Math.min(message.length(), "event \"\": ".length() + quoted)));
        return message.startsWith("event \"") && column.matches()
                ? OptionalInt.of(Integer.parseInt(column.group(1)))
                : OptionalInt.empty();
    }

    /** Checks that the text before the position has no error, except for its trailing space. */
    @Override
    public void checkPlace(String text, int column) {
        check(column >= 1 && column <= text.length() + 1, "names column " + column + " of " + text.length());
        var before = text.substring(0, column - 1);
        try {
            read(before);
        } catch (IllegalArgumentException e) {
            int earlier = place(before, e).orElseThrow(() -> e);
            check(earlier >= column - 1, "names column " + column + ", but column " + earlier + " without the rest");
        }
    }
}
