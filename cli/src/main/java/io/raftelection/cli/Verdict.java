package io.raftelection.cli;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Summary;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The summary of a history, and the verdict on it, as both commands print them. */
record Verdict(History history) {

    void print(Screen screen) {
        var summary = history.summary();
        var style = screen.style();
        screen.line(style.heading("Summary of " + history.cluster()));
        row(screen, "elections", elections(summary));
        summary.tenures()
                .forEach((server, tenure) -> row(
                        screen,
                        server + " led",
                        Screen.seconds(tenure.total()) + " in " + counted(tenure.times(), "tenure")));
        row(screen, "nobody led", leaderless(summary.leaderless()));
        row(
                screen,
                "longest overlap",
                summary.longestOverlap().map(Verdict::overlap).orElse("none"));
        row(screen, "anomalies", anomalies(summary));
        long observed =
                history.events().stream().filter(LeadershipEvent::isObserved).count();
        if (observed > 0) {
            row(
                    screen,
                    "observed",
                    counted(observed, "event") + " by looking, which never shows two leaders of a term");
        }
        if (history.dropped() > 0) {
            row(screen, "missing", counted(history.dropped(), "event") + " of this history");
        }
        var verdict = "Election safety " + history.safety();
        screen.line(history.isSafe() ? style.good(verdict) : style.bad(verdict));
    }

    private static void row(Screen screen, String name, String value) {
        screen.line(String.format(Locale.ROOT, "  %-16s %s", name, value));
    }

    private String elections(Summary summary) {
        var terms = history.events().stream()
                .filter(event -> event instanceof Acquired && event.isChange())
                .map(event -> event.term())
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .summaryStatistics();
        return summary.elections()
                + (terms.getCount() == 0 ? "" : ", terms " + terms.getMin() + " to " + terms.getMax());
    }

    private static String leaderless(Summary.Leaderless leaderless) {
        return leaderless.times() == 0
                ? "never"
                : Screen.seconds(leaderless.total()) + " in " + counted(leaderless.times(), "gap") + ", longest "
                        + Screen.seconds(leaderless.longest());
    }

    private static String overlap(Summary.Overlap overlap) {
        return Screen.seconds(overlap.length()) + ", " + leader(overlap.older()) + " beside " + leader(overlap.newer());
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

    private static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
