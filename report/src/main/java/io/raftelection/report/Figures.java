package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Summary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
        return of(RecordingSummary.of(history));
    }

    /**
     * {@return what each figure is called, in the order in which they are shown, and what it is}
     *
     * @param recording the figures as numbers
     */
    public static Map<String, String> of(RecordingSummary recording) {
        var summary = recording.summary();
        var figures = new LinkedHashMap<String, String>();
        if (recording.runs() > 1) {
            figures.put("runs", recording.runs() + ", all times count from the start of the first");
        }
        figures.put("elections", elections(recording));
        summary.tenures()
                .forEach((server, tenure) -> figures.put(
                        server + " led", seconds(tenure.total()) + " in " + counted(tenure.times(), "tenure")));
        figures.put("nobody led", leaderless(summary.leaderless()));
        figures.put(
                "longest overlap",
                summary.longestOverlap().map(Figures::overlap).orElse("none"));
        figures.put("anomalies", anomalies(summary));
        if (recording.observed() > 0) {
            figures.put(
                    "observed",
                    counted(recording.observed(), "event") + " by looking, which never shows two leaders of a term");
        }
        if (recording.missed() > 0) {
            figures.put("missing", counted(recording.missed(), "event") + " of this history");
        }
        if (recording.torn() > 0) {
            figures.put(
                    "cut off",
                    counted(recording.torn(), "line") + ", skipped and counted as missing: a process was killed");
        }
        return figures;
    }

    private static String elections(RecordingSummary recording) {
        return recording.summary().elections()
                + recording
                        .terms()
                        .map(terms -> ", terms " + terms.first() + " to " + terms.last())
                        .orElse("");
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
