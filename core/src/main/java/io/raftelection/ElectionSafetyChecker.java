package io.raftelection;

import io.raftelection.ElectionSafety.SplitTerm;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.internal.Checks;
import io.raftelection.internal.TermClaim;
import io.raftelection.internal.TermTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final TermTable terms = new TermTable();
    private final Map<TermClaim, Integer> numbers = new HashMap<>();
    private final List<TermClaim> claims = new ArrayList<>();
    private final SortedMap<Long, List<LeadershipEvent>> listed = new TreeMap<>();
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
        var claim = TermClaim.of(event);
        if (claim == null) {
            return;
        }
        if (event.term().isPresent()) {
            check(event, claim, event.term().getAsLong());
        } else if (event instanceof Acquired) {
            unchecked++;
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
     * <p>For the first event of a term, the checker keeps the servers, the term and the time only.
     */
    public synchronized ElectionSafety result() {
        var splits = listed.entrySet().stream()
                .map(each -> new SplitTerm(each.getKey(), List.copyOf(each.getValue())))
                .toList();
        return new ElectionSafety(splits, violations, terms.size(), unchecked);
    }

    private void check(LeadershipEvent event, TermClaim claim, long term) {
        if (terms.add(term, number(claim), Checks.moment(event.at())) || isOfFirst(claim.leader())) {
            return;
        }
        if (terms.markSplit()) {
            violations++;
            if (listed.size() < MAX_LISTED) {
                listed.put(
                        term,
                        new ArrayList<>(List.of(claims.get(terms.server()).event(Duration.ofNanos(terms.at()), term))));
            }
        }
        var evidence = listed.get(term);
        if (evidence != null
                && evidence.size() < MAX_LISTED
                && evidence.stream().noneMatch(other -> names(other, claim.leader()))) {
            evidence.add(event);
        }
    }

    private boolean isOfFirst(ServerId leader) {
        return claims.get(terms.server()).leader().equals(leader);
    }

    private static boolean names(LeadershipEvent event, ServerId leader) {
        var claim = TermClaim.of(event);
        return claim != null && claim.leader().equals(leader);
    }

    private int number(TermClaim claim) {
        var known = numbers.get(claim);
        if (known == null) {
            known = claims.size();
            numbers.put(claim, known);
            claims.add(claim);
        }
        return known;
    }
}
