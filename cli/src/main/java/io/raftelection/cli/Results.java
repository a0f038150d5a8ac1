package io.raftelection.cli;

import io.raftelection.report.Figures;
import io.raftelection.report.RecordingSummary;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints the summary of a recording and whether Election Safety held.
 *
 * @param screen where it is printed for a person
 * @param json where it is printed as JSON in place of that
 */
record Results(Screen screen, Optional<PrintWriter> json) {

    static Results of(Screen screen) {
        return new Results(screen, Optional.empty());
    }

    void print(RecordingSummary summary) {
        if (json.isPresent()) {
            SummaryJson.print(summary, json.get());
        } else {
            printFigures(summary);
        }
    }

    private void printFigures(RecordingSummary summary) {
        var style = screen.style();
        screen.line(style.heading("Summary of " + summary.cluster()));
        Figures.of(summary)
                .forEach((name, value) -> screen.line(String.format(Locale.ROOT, "  %-16s %s", name, value)));
        var verdict = "Election Safety " + summary.verdict();
        screen.line(summary.isSafe() ? style.good(verdict) : style.bad(verdict));
    }
}
