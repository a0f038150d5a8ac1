package io.raftelection;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import io.raftelection.internal.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The check of Election Safety: at most one leader can be elected in a given term (Raft paper, figure 3 and section
 * 5.2). Every acquisition counts, also those that changed nothing. An old leader beside one of a later term is no
 * violation.
 *
 * @param splits the terms that more than one server acquired, in order
 * @param terms how many terms were looked at
 * @param unchecked how many events could not be checked: they carried no term, or are missing from the history
 */
public record ElectionSafety(List<SplitTerm> splits, long terms, long unchecked) {

    /**
     * A term with more than one leader.
     *
     * @param term the term
     * @param acquisitions the first acquisition of each of its leaders
     */
    public record SplitTerm(long term, List<Acquired> acquisitions) {

        /**
         * Checks the term, and copies the acquisitions.
         *
         * @param term the term
         * @param acquisitions the first acquisition of each of its leaders
         * @throws IllegalArgumentException if the term is negative
         */
        public SplitTerm {
            Checks.notNegative(term, "term");
            acquisitions = Checks.list(acquisitions, "acquisitions", "acquisition");
        }

        /** {@return for example {@code term 7: s1 at 1.000s, s2 at 1.500s}} */
        @Override
        public String toString() {
            return "term " + term + ": "
                    + Shown.list(acquisitions.stream()
                            .map(acquired -> acquired.server() + " at " + Notation.seconds(acquired.at()))
                            .toList());
        }
    }

    /**
     * Checks the numbers, and copies the terms.
     *
     * @param splits the terms that more than one server acquired, in order
     * @param terms how many terms were checked
     * @param unchecked how many events could not be checked
     * @throws IllegalArgumentException if a number is negative
     */
    public ElectionSafety {
        splits = Checks.list(splits, "splits", "split");
        Checks.notNegative(terms, "terms");
        Checks.notNegative(unchecked, "unchecked");
    }

    static ElectionSafety of(History history) {
        Map<Long, List<Acquired>> byTerm = new HashMap<>();
        Set<Long> split = new TreeSet<>();
        long unchecked = history.dropped();
        for (var event : history.events()) {
            if (event instanceof Acquired acquired) {
                if (acquired.term().isEmpty()) {
                    unchecked++;
                    continue;
                }
                long term = acquired.term().getAsLong();
                var first = byTerm.computeIfAbsent(term, t -> new ArrayList<>(1));
                if (first.stream().noneMatch(other -> other.server().equals(acquired.server()))) {
                    first.add(acquired);
                    if (first.size() > 1) {
                        split.add(term);
                    }
                }
            }
        }
        var splits = split.stream()
                .map(term -> new SplitTerm(term, List.copyOf(byTerm.getOrDefault(term, List.of()))))
                .toList();
        return new ElectionSafety(splits, byTerm.size(), unchecked);
    }

    /** {@return whether no term had two leaders, in all that could be checked} */
    public boolean isSafe() {
        return splits.isEmpty();
    }

    /** {@return the verdict in a sentence, and the split terms if there are any, a line each} */
    @Override
    public String toString() {
        var text = new StringBuilder(isSafe() ? "held: no term had two leaders" : "VIOLATED: a term had two leaders");
        text.append(", ").append(terms).append(terms == 1 ? " term" : " terms").append(" checked");
        if (unchecked > 0) {
            text.append(", ")
                    .append(unchecked)
                    .append(unchecked == 1 ? " event" : " events")
                    .append(" could not be");
        }
        return text + Shown.lines(splits, "  ");
    }
}
