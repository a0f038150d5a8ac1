package io.raftelection.watch.beside;

import io.raftelection.Summary.Periods;
import io.raftelection.watch.beside.Disagreement.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When applications believed that they led, and the store or another application contradicted them. Its text has a line
 * for each period and a summary. Immutable.
 *
 * @param periods the periods, in the order of their ends; those that last are at the end. At most {@value #MAX_PERIODS}
 *     that have ended are kept
 * @param figures the number and the length of all periods, by kind; a kind without a period is missing
 * @param corrections how much later the clock of each application is taken than it was, in the given order. The clock
 *     of an application is wrong by at least as much if it acquired a leadership before the store gave it away
 */
public record BesideReport(List<Disagreement> periods, Map<Kind, Periods> figures, List<Duration> corrections) {
    /** How many periods are kept. */
    public static final int MAX_PERIODS = 10_000;

    /**
     * Copies the values.
     *
     * @param periods the periods
     * @param figures the number and the length of all periods
     * @param corrections the corrections of the clocks
     */
    public BesideReport {
        periods = List.copyOf(periods);
        figures = Map.copyOf(figures);
        corrections = List.copyOf(corrections);
    }

    /**
     * {@return the figures of a kind}
     *
     * @param kind the kind
     */
    public Periods figures(Kind kind) {
        return figures.getOrDefault(kind, NONE);
    }

    private static final Periods NONE = new Periods(0, Duration.ZERO, Duration.ZERO);

    static Map<Kind, Periods> plus(Map<Kind, Periods> figures, List<Disagreement> more) {
        var sum = new EnumMap<Kind, Periods>(Kind.class);
        sum.putAll(figures);
        for (var period : more) {
            sum.put(period.kind(), plus(sum.getOrDefault(period.kind(), NONE), period.length()));
        }
        return sum;
    }

    static Periods plus(Periods periods, Duration length) {
        return new Periods(
                periods.times() + 1,
                periods.total().plus(length),
                length.compareTo(periods.longest()) > 0 ? length : periods.longest());
    }

    /** {@return a line for each kind of period} */
    public List<String> summary() {
        return List.of(
                "Applications believed that they led while the store named another leader: "
                        + words(Kind.STORE_NAMED_ANOTHER),
                "Applications believed that they led while the store named nobody: " + words(Kind.STORE_NAMED_NOBODY),
                "Two applications believed that they led: " + words(Kind.TWO_APPLICATIONS));
    }

    private String words(Kind kind) {
        var of = figures(kind);
        return of.times() == 0
                ? "never"
                : (of.times() == 1 ? "once, " : of.times() + " times, ") + Disagreement.seconds(of.total())
                        + " in total, " + Disagreement.seconds(of.longest()) + " at the longest";
    }

    /** {@return the periods and the summary} */
    @Override
    public String toString() {
        return periods.stream().map(period -> period + "\n").collect(Collectors.joining())
                + String.join("\n", summary());
    }
}
