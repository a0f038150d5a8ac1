package io.raftelection.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The periods of one kind in one row of the first view. A period that is wide enough is a bar. The others are
 * densities: what part of the time of each column they take.
 */
final class Strip {
    /** The smallest width of a bar. */
    static final double NARROWEST = 3;

    /**
     * A bar.
     *
     * @param from its left edge, from zero
     * @param to its right edge
     * @param label the texts that may stand in it, the longest first
     * @param words its tooltip
     * @param kind its CSS class
     */
    record Bar(double from, double to, List<String> label, String words, String kind) {
        double width() {
            return to - from;
        }
    }

    private final long until;
    private final double[] columns;
    private final List<Bar> bars = new ArrayList<>();

    /**
     * Creates an empty strip.
     *
     * @param until the length of the whole time in nanoseconds
     * @param width the number of columns
     */
    Strip(long until, int width) {
        this.until = Math.max(1, until);
        this.columns = new double[width];
    }

    /** {@return the place of a time} */
    double x(long at) {
        return (double) at / until * columns.length;
    }

    boolean isWide(long from, long to) {
        return x(to) - x(from) >= NARROWEST;
    }

    void bar(long from, long to, List<String> label, String words, String kind) {
        bars.add(new Bar(x(from), x(to), label, words, kind));
    }

    /** Adds to the density a period of which a part counts. */
    void density(long from, long to, double part) {
        double left = x(from);
        double right = x(to);
        for (int i = (int) left; i < columns.length && i < right; i++) {
            columns[i] += part * Math.max(0, Math.min(i + 1, right) - Math.max(i, left));
        }
    }

    /** Makes a time visible, even if nothing lasts there. */
    void touch(long at) {
        int column = (int) Math.min(x(at), columns.length - 1);
        columns[column] = Math.max(columns[column], Double.MIN_NORMAL);
    }

    List<Bar> bars() {
        return bars;
    }

    /** {@return for each column, what part of its time the narrow periods take} */
    double[] columns() {
        return columns;
    }
}
