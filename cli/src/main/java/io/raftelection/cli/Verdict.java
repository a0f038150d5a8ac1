package io.raftelection.cli;

import io.raftelection.History;
import io.raftelection.report.Figures;
import java.util.Locale;

/** The summary of a history, and the verdict on it, as both commands print them. */
record Verdict(History history) {

    void print(Screen screen) {
        var style = screen.style();
        screen.line(style.heading("Summary of " + history.cluster()));
        Figures.of(history)
                .forEach((name, value) -> screen.line(String.format(Locale.ROOT, "  %-16s %s", name, value)));
        var verdict = "Election safety " + history.safety();
        screen.line(history.isSafe() ? style.good(verdict) : style.bad(verdict));
    }
}
