package io.raftelection.cli;

import io.raftelection.report.Figures;
import io.raftelection.report.RecordingSummary;
import java.util.Locale;

/** Prints the summary of a recording and whether Election Safety held. */
record SummaryPrinter(RecordingSummary summary) {

    void print(Screen screen) {
        var style = screen.style();
        screen.line(style.heading("Summary of " + summary.cluster()));
        Figures.of(summary)
                .forEach((name, value) -> screen.line(String.format(Locale.ROOT, "  %-16s %s", name, value)));
        var verdict = "Election Safety " + summary.verdict();
        screen.line(summary.isSafe() ? style.good(verdict) : style.bad(verdict));
    }
}
