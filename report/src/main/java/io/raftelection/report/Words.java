package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the texts of events in their notation, without their times and terms. Events of the same kind have the same
 * text then, so that a page with many events stays small.
 */
final class Words {
    private static final String TERM = " term ";

    /**
     * The text of an event.
     *
     * @param before the text before the term, or the whole text
     * @param after the text after the term
     * @param kind the kind of event
     * @param isChange whether the event changed something
     * @param isOdd whether it has an anomaly
     */
    record Text(String before, String after, char kind, boolean isChange, boolean isOdd) {}

    private final Map<Text, Integer> numbers = new HashMap<>();
    private final List<Text> texts = new ArrayList<>();

    /** {@return the number of the text of an event, which may be a new one} */
    int number(LeadershipEvent event) {
        var number = numbers.computeIfAbsent(text(event), text -> {
            texts.add(text);
            return texts.size() - 1;
        });
        return number;
    }

    /** {@return the texts by their numbers} */
    List<Text> texts() {
        return texts;
    }

    /** {@return the text of an event in the notation, without its time} */
    static String untimed(LeadershipEvent event) {
        var line = event.toString();
        return line.substring(line.indexOf(' ') + 1);
    }

    static Text text(LeadershipEvent event) {
        var line = untimed(event);
        int start = line.length();
        int end = start;
        if (event.term().isPresent()) {
            var term = String.valueOf(event.term().getAsLong());
            // If a name or a reason has the same words, the parts are others, and together they are still the text.
            int at = line.lastIndexOf(TERM + term);
            start = at + TERM.length();
            end = start + term.length();
        }
        return new Text(
                line.substring(0, start),
                line.substring(end),
                kind(event),
                event.isChange(),
                !event.anomalies().isEmpty());
    }

    private static char kind(LeadershipEvent event) {
        return event.match(acquired -> 'a', ready -> 'r', lost -> 'l', follows -> 'f', members -> 'm');
    }
}
