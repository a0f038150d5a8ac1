package io.raftelection;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import io.raftelection.internal.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The check of Election Safety: at most one leader can be elected in a given term (Raft paper, figure 3 and section
 * 5.2). Every acquisition counts, even if it changed nothing. Two leaders of different terms are no violation.
 *
 * <p>This checks a whole history or recording; {@link ElectionSafetyChecker} checks event by event.
 *
 * @param splits the terms that more than one server acquired, in order; at most
 *     {@value ElectionSafetyChecker#MAX_LISTED} of them
 * @param violations how many terms more than one server acquired, listed or not
 * @param terms how many terms were checked
 * @param unchecked how many events could not be checked: they carried no term, or are missing from the history
 */
public record ElectionSafety(List<SplitTerm> splits, long violations, long terms, long unchecked) {

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
     * @param violations how many terms more than one server acquired, listed or not
     * @param terms how many terms were checked
     * @param unchecked how many events could not be checked
     * @throws IllegalArgumentException if a number is negative
     */
    public ElectionSafety {
        splits = Checks.list(splits, "splits", "split");
        Checks.notNegative(violations, "violations");
        Checks.notNegative(terms, "terms");
        Checks.notNegative(unchecked, "unchecked");
    }

    /**
     * Lists all split terms.
     *
     * @param splits the terms that more than one server acquired, in order
     * @param terms how many terms were checked
     * @param unchecked how many events could not be checked
     */
    public ElectionSafety(List<SplitTerm> splits, long terms, long unchecked) {
        this(splits, Checks.notNull(splits, "splits").size(), terms, unchecked);
    }

    static ElectionSafety of(History history) {
        var checker = new ElectionSafetyChecker();
        checker.missed(history.dropped());
        history.events().forEach(checker::on);
        var result = checker.result();
        return result.isSafe() ? result : result.withEventsOf(history);
    }

    /** Replaces the acquisitions by those of the history, since the checker keeps only a part of them. */
    private ElectionSafety withEventsOf(History history) {
        Map<Long, List<Acquired>> byTerm = new TreeMap<>();
        splits.forEach(split -> byTerm.put(split.term(), new ArrayList<>()));
        for (var event : history.events()) {
            if (event instanceof Acquired acquired && acquired.term().isPresent()) {
                var first = byTerm.get(acquired.term().getAsLong());
                if (first != null
                        && first.stream().noneMatch(other -> other.server().equals(acquired.server()))) {
                    first.add(acquired);
                }
            }
        }
        var complete = byTerm.entrySet().stream()
                .map(each -> new SplitTerm(each.getKey(), List.copyOf(each.getValue())))
                .toList();
        return new ElectionSafety(complete, violations, terms, unchecked);
    }

    /** {@return whether no term had two leaders, as far as the events could be checked} */
    public boolean isSafe() {
        return violations == 0;
    }

    /** {@return the verdict in a sentence, followed by one line per split term} */
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
        return text + Shown.lines(splits, violations, "  ");
    }
}
