package io.raftelection.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something on a timeline, or several things that would be drawn over each other.
 *
 * @param from where it begins
 * @param to where it ends
 * @param words what each of them is
 * @param index which event of the history is the first of them
 * @param label the term, to write on it if there is room; empty if there is none
 * @param kind how it looks
 */
record Mark(double from, double to, List<String> words, int index, String label, String kind) {
    /** What must be seen also among others. */
    static final String BAD = "bad";

    /** Less cannot be seen. */
    private static final double NARROWEST = 2;

    /** More would not fit beside the pointer. */
    private static final int SHOWN = 12;

    static Mark of(double from, double to, String words, int index, String label, String kind) {
        return new Mark(from, Math.max(to, from + NARROWEST), List.of(words), index, label, kind);
    }

    double width() {
        return to - from;
    }

    /** {@return what it is, in full, or the first of them and how many more} */
    String title() {
        return words.size() == 1
                ? words.get(0)
                : words.stream().limit(SHOWN).collect(Collectors.joining("\n", words.size() + " in this place:\n", ""))
                        + (words.size() > SHOWN ? "\nand " + (words.size() - SHOWN) + " more" : "");
    }

    /** {@return marks of one lane, in order: where narrow ones would be drawn over each other, one for them all} */
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
        var kind = group.stream()
                .map(Mark::kind)
                .max(Comparator.comparing(BAD::equals))
                .orElseThrow();
        return new Mark(
                first.from,
                group.get(group.size() - 1).to,
                group.stream().flatMap(mark -> mark.words.stream()).toList(),
                first.index,
                "",
                kind);
    }
}
