package io.raftelection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Finds the causes of all changes of a history. A stall is known from its begin on. Not thread-safe. */
final class CausedChanges implements History.Visitor<RuntimeException> {
    private final Causes causes = new Causes();
    private final List<Cause.Change> changes = new ArrayList<>();
    private final Deque<Fact> stalls;

    private CausedChanges(History history) {
        stalls = new ArrayDeque<>(history.facts().stream()
                .filter(fact -> fact.kind() == Fact.Kind.STALL)
                .sorted(Comparator.comparing(Fact::from))
                .toList());
    }

    static List<Cause.Change> of(History history) {
        var found = new CausedChanges(history);
        history.visit(found);
        return List.copyOf(found.changes);
    }

    @Override
    public void event(LeadershipEvent event) {
        while (!stalls.isEmpty() && stalls.element().from().compareTo(event.at()) <= 0) {
            causes.fact(stalls.remove());
        }
        causes.event(event).ifPresent(cause -> changes.add(new Cause.Change(event, cause)));
    }

    @Override
    public void fact(Fact fact) {
        if (fact.kind() != Fact.Kind.STALL) {
            causes.fact(fact);
        }
    }

    @Override
    public void missing(Missing missing) {
        causes.missed(missing);
    }
}
