package io.raftelection.watch.beside;

import io.raftelection.Summary.Periods;
import io.raftelection.watch.beside.Disagreement.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects periods. Its memory is bounded. Not thread-safe. */
final class Findings {
    private final List<Disagreement> periods = new ArrayList<>();
    private final Map<Kind, Periods> figures = new EnumMap<>(Kind.class);

    void add(Disagreement period) {
        if (periods.size() < BesideReport.MAX_PERIODS) {
            periods.add(period);
        }
        figures.merge(
                period.kind(),
                new Periods(1, period.length(), period.length()),
                (before, more) -> BesideReport.plus(before, more.total()));
    }

    BesideReport report(List<Disagreement> lasting, List<Duration> corrections) {
        var all = new ArrayList<>(periods);
        all.addAll(lasting);
        return new BesideReport(all, BesideReport.plus(figures, lasting), corrections);
    }
}
