package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import io.raftelection.internal.Shown;
import io.raftelection.internal.TermClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The check of Election Safety: at most one leader can be elected in a given term (Raft paper, figure 3 and section
 * 5.2). Every acquisition counts, even if it changed nothing, and so does every view of a leader that changed
 * something. Two leaders of different terms are no violation.
 *
 * <p>This checks a whole history or recording; {@link ElectionSafetyChecker} checks event by event.
 *
 * @param splits the terms that more than one server led, in order; at most {@value ElectionSafetyChecker#MAX_LISTED} of
 *     them
 * @param violations how many terms more than one server led, listed or not
 * @param terms how many terms were checked
 * @param unchecked how many events could not be checked: they carried no term, or are missing from the history
 */
public record ElectionSafety(List<SplitTerm> splits, long violations, long terms, long unchecked) {

    /**
     * A term with more than one leader.
     *
     * @param term the term
     * @param evidence for each of its leaders, the first event that names it: its acquisition, or another server's view
     */
    public record SplitTerm(long term, List<LeadershipEvent> evidence) {

        /**
         * Checks the term, and copies the events.
         *
         * @param term the term
         * @param evidence the first event that names each of its leaders
         * @throws IllegalArgumentException if the term is negative
         */
        public SplitTerm {
            Checks.notNegative(term, "term");
            evidence = Checks.list(evidence, "evidence", "event");
        }

        /** {@return for example {@code term 7: s1 at 1.000s, s2 at 1.500s as s3 reports}} */
        @Override
        public String toString() {
            return describe(event -> "");
        }

        private String describe(Function<? super LeadershipEvent, String> note) {
            return "term " + term + ": "
                    + Shown.list(evidence.stream()
                            .map(event -> shown(event) + note.apply(event))
                            .toList());
        }

        private static String shown(LeadershipEvent event) {
            var claim = TermClaim.of(event);
            if (claim == null) {
                return event.toString();
            }
            var leader = claim.leader() + " at " + Notation.seconds(event.at());
            return claim.leader().equals(claim.reportedBy())
                    ? leader
                    : leader + " as " + claim.reportedBy() + " reports";
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

    /** Replaces the evidence by the events of the history, since the checker keeps only a part of them. */
    private ElectionSafety withEventsOf(History history) {
        Map<Long, List<LeadershipEvent>> byTerm = new TreeMap<>();
        Map<Long, Set<ServerId>> leaders = new HashMap<>();
        splits.forEach(split -> byTerm.put(split.term(), new ArrayList<>()));
        for (var event : history.events()) {
            var claim = TermClaim.of(event);
            var first = claim == null || event.term().isEmpty()
                    ? null
                    : byTerm.get(event.term().getAsLong());
            if (claim != null
                    && first != null
                    && leaders.computeIfAbsent(event.term().getAsLong(), term -> new HashSet<>())
                            .add(claim.leader())) {
                first.add(event);
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
        return describe(event -> "");
    }

    /**
     * {@return the same text as {@link #toString}, with a note after each piece of evidence}
     *
     * @param note the note about an event, for example {@code " in s1.jsonl"}; empty for none
     */
    public String describe(Function<? super LeadershipEvent, String> note) {
        var text = new StringBuilder(isSafe() ? "held: no term had two leaders" : "VIOLATED: a term had two leaders");
        text.append(", ").append(terms).append(terms == 1 ? " term" : " terms").append(" checked");
        if (unchecked > 0) {
            text.append(", ")
                    .append(unchecked)
                    .append(unchecked == 1 ? " event" : " events")
                    .append(" could not be");
        }
        return text
                + Shown.lines(splits.stream().map(split -> split.describe(note)).toList(), violations, "  ");
    }
}
