package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Summary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The {@link Summary} of a history in words, as the command prints it and the timeline shows it. */
public final class Figures {
    private Figures() {}

    /**
     * {@return what each figure is called, in the order in which they are shown, and what it is}
     *
     * @param history what was heard
     */
    public static Map<String, String> of(History history) {
        var summary = history.summary();
        var figures = new LinkedHashMap<String, String>();
        figures.put("elections", elections(history, summary));
        summary.tenures()
                .forEach((server, tenure) -> figures.put(
                        server + " led", seconds(tenure.total()) + " in " + counted(tenure.times(), "tenure")));
        figures.put("nobody led", leaderless(summary.leaderless()));
        figures.put(
                "longest overlap",
                summary.longestOverlap().map(Figures::overlap).orElse("none"));
        figures.put("anomalies", anomalies(summary));
        long observed =
                history.events().stream().filter(LeadershipEvent::isObserved).count();
        if (observed > 0) {
            figures.put(
                    "observed", counted(observed, "event") + " by looking, which never shows two leaders of a term");
        }
        if (history.dropped() > 0) {
            figures.put("missing", counted(history.dropped(), "event") + " of this history");
        }
        return figures;
    }

    private static String elections(History history, Summary summary) {
        var terms = history.events().stream()
                .filter(event -> event instanceof Acquired && event.isChange())
                .map(LeadershipEvent::term)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .summaryStatistics();
        return summary.elections()
                + (terms.getCount() == 0 ? "" : ", terms " + terms.getMin() + " to " + terms.getMax());
    }

    private static String leaderless(Summary.Leaderless leaderless) {
        return leaderless.times() == 0
                ? "never"
                : seconds(leaderless.total()) + " in " + counted(leaderless.times(), "gap") + ", longest "
                        + seconds(leaderless.longest());
    }

    private static String overlap(Summary.Overlap overlap) {
        return seconds(overlap.length()) + ", " + leader(overlap.older()) + " beside " + leader(overlap.newer());
    }

    private static String leader(Acquired acquired) {
        var term = acquired.term();
        return acquired.server() + (term.isPresent() ? " of term " + term.getAsLong() : "");
    }

    private static String anomalies(Summary summary) {
        return summary.anomalies().isEmpty()
                ? "none"
                : summary.anomalies().entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().word())
                        .collect(Collectors.joining(", "));
    }

    /**
     * {@return a time as the notation spells it: in seconds, rounded down to milliseconds}
     *
     * @param time not negative
     */
    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%d.%03ds", time.toSeconds(), time.toMillisPart());
    }

    static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
