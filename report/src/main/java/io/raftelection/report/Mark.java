package io.raftelection.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A mark on a timeline. One mark can stand for several items that would overlap.
 *
 * @param from the left edge
 * @param to the right edge
 * @param words the description of each item
 * @param index the index of the first item's event in the history
 * @param label the term, which is drawn if there is room; empty if there is no term
 * @param kind the CSS class
 */
record Mark(double from, double to, List<String> words, int index, String label, String kind) {
    /** The kind of marks that stay visible when they are merged with others. */
    static final String BAD = "bad";

    /** The kind of a mark that stands for several other kinds. */
    private static final String MIXED = "mixed";

    /** The smallest visible width. */
    private static final double NARROWEST = 2;

    /** The number of items that a tooltip lists. */
    private static final int SHOWN = 12;

    static Mark of(double from, double to, String words, int index, String label, String kind) {
        return new Mark(from, Math.max(to, from + NARROWEST), List.of(words), index, label, kind);
    }

    double width() {
        return to - from;
    }

    /** {@return the tooltip: all items, or the first ones and the number of the others} */
    String title() {
        return words.size() == 1
                ? words.get(0)
                : words.stream()
                                .limit(SHOWN)
                                .collect(Collectors.joining("\n", words.size() + " at this position:\n", ""))
                        + (words.size() > SHOWN ? "\nand " + (words.size() - SHOWN) + " more" : "");
    }

    /** {@return the marks of a lane, in order, with narrow marks that would overlap merged into one} */
    static List<Mark> merged(List<Mark> marks) {
        var groups = new ArrayList<List<Mark>>();
        double to = Double.NEGATIVE_INFINITY;
        for (var mark : marks) {
            boolean narrow = mark.width() <= NARROWEST;
            if (!narrow || mark.from >= to) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(mark);
            to = narrow ? mark.to : Double.NEGATIVE_INFINITY;
        }
        return groups.stream().map(Mark::one).toList();
    }

    private static Mark one(List<Mark> group) {
        var first = group.get(0);
        if (group.size() == 1) {
            return first;
        }
        var kinds = group.stream().map(Mark::kind).distinct().toList();
        var kind = kinds.size() == 1 ? first.kind : kinds.contains(BAD) ? BAD : MIXED;
        return new Mark(
                first.from,
                group.get(group.size() - 1).to,
                group.stream().flatMap(mark -> mark.words.stream()).toList(),
                first.index,
                "",
                kind);
    }
}
