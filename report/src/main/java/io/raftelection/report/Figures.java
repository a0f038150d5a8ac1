package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Summary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Formats the {@link Summary} of a history as the command prints it and the timeline shows it. */
public final class Figures {
    /** How many storms a figure names. */
    private static final int SHOWN_STORMS = 3;

    private Figures() {}

    /**
     * {@return the figures of a history, in display order: the label of each figure and its text}
     *
     * @param history the history to summarize
     */
    public static Map<String, String> of(History history) {
        return of(RecordingSummary.of(history));
    }

    /**
     * {@return the figures of a recording, in display order: the label of each figure and its text}
     *
     * @param recording the summary to format
     */
    public static Map<String, String> of(RecordingSummary recording) {
        return of(recording, Figures::seconds);
    }

    /** {@return the figures of a recording, whose times a function spells} */
    static Map<String, String> of(RecordingSummary recording, Function<Duration, String> seconds) {
        var summary = recording.summary();
        var figures = new LinkedHashMap<String, String>();
        recording.files().forEach(file -> figures.put("file " + file.name(), file.toString()));
        if (!recording.contradiction().isZero()) {
            figures.put(
                    "clocks",
                    "views contradict each other by up to " + seconds.apply(recording.contradiction())
                            + ": a report was late, or a clock was set");
        }
        if (recording.runs() > 1) {
            figures.put("runs", recording.runs() + "; times count from the start of the first run");
        }
        figures.put("elections", elections(recording));
        if (!summary.causes().isEmpty()) {
            figures.put("causes", causes(summary));
        }
        if (summary.storms().times() > 0) {
            figures.put("storms", storms(summary.storms(), seconds));
        }
        summary.tenures()
                .forEach((server, tenure) -> figures.put(
                        server + " led", seconds.apply(tenure.total()) + " in " + counted(tenure.times(), "tenure")));
        figures.put("no known leader", withoutKnownLeader(summary.withoutKnownLeader(), seconds));
        figures.put("until ready", untilReady(summary.untilReady(), seconds));
        figures.put(
                "longest overlap",
                summary.longestOverlap()
                        .map(overlap -> overlap(overlap, seconds))
                        .orElse("none"));
        figures.put("anomalies", anomalies(summary));
        if (recording.observed() > 0) {
            figures.put(
                    "observed",
                    counted(recording.observed(), "event")
                            + " that may be earlier than shown; polls cannot detect two leaders in one term");
        }
        if (recording.missed() > 0 || recording.missedFacts() > 0) {
            figures.put("missing", missing(recording));
        }
        if (recording.torn() > 0) {
            figures.put(
                    "incomplete",
                    counted(recording.torn(), "last line")
                            + (recording.torn() == 1
                                    ? ", skipped and counted as a missing event"
                                    : ", skipped and counted as missing events"));
        }
        return figures;
    }

    private static String missing(RecordingSummary recording) {
        return recording.missedFacts() == 0
                ? counted(recording.missed(), "event")
                : counted(recording.missed(), "event") + " and " + counted(recording.missedFacts(), "fact");
    }

    private static String elections(RecordingSummary recording) {
        return recording.summary().elections()
                + recording
                        .terms()
                        .map(terms -> ", terms " + terms.first() + " to " + terms.last())
                        .orElse("");
    }

    private static String causes(Summary summary) {
        return summary.causes().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().words())
                .collect(Collectors.joining(", "));
    }

    private static String storms(Summary.Storms storms, Function<Duration, String> seconds) {
        var largest = storms.largest().stream()
                .limit(SHOWN_STORMS)
                .map(storm -> counted(storm.elections(), "election") + " from " + seconds.apply(storm.from()) + " to "
                        + seconds.apply(storm.to()))
                .collect(Collectors.joining("; "));
        return storms.times() + (storms.times() > SHOWN_STORMS ? ", for example " : ": ") + largest;
    }

    private static String withoutKnownLeader(Summary.Periods periods, Function<Duration, String> seconds) {
        return periods.times() == 0
                ? "never"
                : seconds.apply(periods.total()) + " in " + counted(periods.times(), "gap") + ", longest "
                        + seconds.apply(periods.longest());
    }

    private static String untilReady(Summary.Periods periods, Function<Duration, String> seconds) {
        return periods.times() == 0
                ? "not reported"
                : counted(periods.times(), "time") + ", on average "
                        + seconds.apply(periods.total().dividedBy(periods.times())) + ", longest "
                        + seconds.apply(periods.longest());
    }

    private static String overlap(Summary.Overlap overlap, Function<Duration, String> seconds) {
        return seconds.apply(overlap.length()) + ", " + leader(overlap.older()) + " and " + leader(overlap.newer());
    }

    private static String leader(Acquired acquired) {
        var term = acquired.term();
        return acquired.server() + (term.isPresent() ? " in term " + term.getAsLong() : "");
    }

    private static String anomalies(Summary summary) {
        return summary.anomalies().isEmpty()
                ? "none"
                : summary.anomalies().entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().word())
                        .collect(Collectors.joining(", "));
    }

    /**
     * {@return a time in the notation of events: in seconds, rounded down to milliseconds}
     *
     * @param time the time to format, not negative
     */
    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%d.%03ds", time.toSeconds(), time.toMillisPart());
    }

    static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
