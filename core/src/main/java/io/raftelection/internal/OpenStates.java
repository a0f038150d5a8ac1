package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run leaves open at its end: the leaderships that are held, the views, and the facts that go on. After the end
 * of the run, nothing is known about its servers, while other recordings of the cluster go on. Not thread-safe.
 */
public final class OpenStates {
    /** The reason of the losses at the end of a run. */
    public static final String REASON = "the recording ends";

    private final SortedMap<ServerId, OptionalLong> leading = new TreeMap<>();
    private final SortedSet<ServerId> viewing = new TreeSet<>();
    private final OpenFacts facts = new OpenFacts();

    /** Creates one that has seen no event. */
    public OpenStates() {}

    /**
     * Follows an event.
     *
     * @param event the event
     */
    public void on(LeadershipEvent event) {
        if (event.isChange()) {
            event.accept(
                    acquired -> {
                        leading.put(acquired.server(), acquired.term());
                        viewing.remove(acquired.server());
                    },
                    ready -> {},
                    lost -> leading.remove(lost.server()),
                    this::follows,
                    members -> {});
        }
    }

    /**
     * Follows a fact.
     *
     * @param fact the fact
     */
    public void on(Fact fact) {
        if (fact.kind() != Fact.Kind.STALL) {
            facts.on(fact);
        }
    }

    /**
     * Ends the facts that go on at the end of the run.
     *
     * @param until the time of the end
     * @return their ends
     */
    public List<Fact> endFacts(Duration until) {
        var ends = facts.all().stream().map(begin -> begin.endAt(until)).toList();
        facts.clear();
        return ends;
    }

    private void follows(Follows event) {
        if (event.unknown()) {
            viewing.remove(event.server());
        } else {
            viewing.add(event.server());
        }
    }

    /**
     * Ends the run.
     *
     * @param until the time of the end
     * @return the events that end what is open
     */
    public List<LeadershipEvent> end(Duration until) {
        var ends = new ArrayList<LeadershipEvent>();
        leading.forEach((server, term) -> ends.add(new Lost(
                until, server, term, OptionalLong.empty(), Cause.ENGINE_REASON, REASON, Set.of(), Duration.ZERO)));
        viewing.forEach(
                server -> ends.add(new Follows(until, server, Optional.empty(), OptionalLong.empty(), true, Set.of())));
        leading.clear();
        viewing.clear();
        return ends;
    }
}
