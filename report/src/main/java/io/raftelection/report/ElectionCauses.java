package io.raftelection.report;

import io.raftelection.Cause;
import io.raftelection.Causes;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The causes of the elections of a recording, as long as it has few changes and facts. */
final class ElectionCauses {
    /** How many changes and facts a run may have. */
    private static final int MOST = 10_000;

    private final Map<Long, Cause> causes = new HashMap<>();

    /** What happened in the present run, in order. */
    private List<Step> steps = new ArrayList<>();

    private boolean isTooLong;

    /** An event, a fact, or a gap, which lasts until a time. In a gap of facts only, all are empty. */
    private record Step(
            long index, Optional<LeadershipEvent> event, Optional<Fact> fact, Optional<Duration> missedUntil) {}

    void event(long index, LeadershipEvent event) {
        if (isTooLong) {
            return;
        }
        boolean isChange = event.match(
                acquired -> acquired.isChange(),
                ready -> false,
                lost -> lost.isChange(),
                follows -> false,
                members -> false);
        if (isChange) {
            add(new Step(index, Optional.of(event), Optional.empty(), Optional.empty()));
        }
    }

    void fact(Fact fact) {
        add(new Step(0, Optional.empty(), Optional.of(fact), Optional.empty()));
    }

    void missed(Duration until) {
        add(new Step(0, Optional.empty(), Optional.empty(), Optional.of(until)));
    }

    void missedFacts() {
        add(new Step(0, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private void add(Step step) {
        if (isTooLong) {
            return;
        }
        steps.add(step);
        if (steps.size() > MOST) {
            isTooLong = true;
            steps = new ArrayList<>();
            causes.clear();
        }
    }

    /** Ends a run. A stall is recorded at its end, and is considered from its begin on. */
    void endRun() {
        var stalls = new ArrayDeque<>(steps.stream()
                .flatMap(step -> step.fact().stream())
                .filter(fact -> fact.kind() == Fact.Kind.STALL)
                .sorted(Comparator.comparing(Fact::from))
                .toList());
        var run = new Causes();
        for (var step : steps) {
            step.fact().filter(fact -> fact.kind() != Fact.Kind.STALL).ifPresent(run::fact);
            if (step.event().isPresent()) {
                var event = step.event().get();
                while (!stalls.isEmpty() && stalls.element().from().compareTo(event.at()) <= 0) {
                    run.fact(stalls.remove());
                }
                var cause = run.event(event);
                if (event instanceof Acquired) {
                    cause.ifPresent(found -> causes.put(step.index(), found));
                }
            } else if (step.missedUntil().isPresent()) {
                run.missed(step.missedUntil().get());
            } else if (step.fact().isEmpty()) {
                run.missedFacts();
            }
        }
        steps = new ArrayList<>();
    }

    /** {@return the cause of an election in words; empty if it is not kept} */
    String of(long index) {
        var cause = causes.get(index);
        if (cause == null) {
            return "";
        }
        return cause.kind() == Cause.Kind.UNKNOWN ? cause.kind().words() : cause.toString();
    }
}
