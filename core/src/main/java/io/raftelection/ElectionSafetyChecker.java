package io.raftelection;

import io.raftelection.ElectionSafety.SplitTerm;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.internal.Checks;
import io.raftelection.internal.TermTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks Election Safety event by event, without keeping the events: it needs about 13 bytes per term. It can read a
 * recording that is larger than memory. It can also be subscribed to a tracker, and has its result at any time:
 *
 * <pre>{@code
 * var checker = new ElectionSafetyChecker();
 * tracker.subscribe(checker);
 * ...
 * if (!checker.result().isSafe()) { ... }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class ElectionSafetyChecker implements LeadershipListener {
    /** How many split terms a result lists. It counts all of them. */
    public static final int MAX_LISTED = 1_000;

    /** The longest time that fits into nanoseconds. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final TermTable terms = new TermTable();
    private final Map<ServerId, Integer> numbers = new HashMap<>();
    private final List<ServerId> servers = new ArrayList<>();
    private final SortedMap<Long, List<Acquired>> listed = new TreeMap<>();
    private long violations;
    private long unchecked;

    /** Creates a checker that has seen no event. */
    public ElectionSafetyChecker() {}

    /**
     * Checks an event.
     *
     * @param event the event
     */
    @Override
    public synchronized void on(LeadershipEvent event) {
        if (event instanceof Acquired acquired) {
            if (acquired.term().isPresent()) {
                check(acquired, acquired.term().getAsLong());
            } else {
                unchecked++;
            }
        }
    }

    /**
     * Counts events that could not be checked.
     *
     * @param events how many events are missing
     * @param standings not used
     */
    @Override
    public void missed(long events, List<Standing> standings) {
        missed(events);
    }

    /**
     * Counts events that could not be checked.
     *
     * @param events how many events are missing, zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public synchronized void missed(long events) {
        if (events < 0) {
            throw new IllegalArgumentException("events: " + events + ", expected zero or more");
        }
        unchecked += events;
    }

    /**
     * {@return the result for all events until now}
     *
     * <p>For the first acquisition of a term, the checker keeps the server, the term and the time only.
     */
    public synchronized ElectionSafety result() {
        var splits = listed.entrySet().stream()
                .map(each -> new SplitTerm(each.getKey(), List.copyOf(each.getValue())))
                .toList();
        return new ElectionSafety(splits, violations, terms.size(), unchecked);
    }

    private void check(Acquired acquired, long term) {
        int number = number(Checks.notNull(acquired.server(), "server"));
        if (terms.add(term, number, nanos(acquired.at())) || terms.server() == number) {
            return;
        }
        if (terms.markSplit()) {
            violations++;
            if (listed.size() < MAX_LISTED) {
                listed.put(term, new ArrayList<>(List.of(first(term))));
            }
        }
        var acquisitions = listed.get(term);
        if (acquisitions != null
                && acquisitions.size() < MAX_LISTED
                && acquisitions.stream().noneMatch(other -> other.server().equals(acquired.server()))) {
            acquisitions.add(acquired);
        }
    }

    private Acquired first(long term) {
        return new Acquired(
                Duration.ofNanos(terms.at()),
                servers.get(terms.server()),
                OptionalLong.of(term),
                OptionalLong.empty(),
                Set.of());
    }

    private static long nanos(Duration at) {
        return at.isNegative() ? 0 : at.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : at.toNanos();
    }

    private int number(ServerId server) {
        var known = numbers.get(server);
        if (known == null) {
            known = servers.size();
            numbers.put(server, known);
            servers.add(server);
        }
        return known;
    }
}
