package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.internal.TermClaim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Finds terms that have two leaders, among the latest terms, so that memory is bounded. Not thread-safe. */
final class LiveTerms {
    /** The number of terms that are compared, and of split terms that are kept. */
    private static final int MOST = 4_096;

    private final Map<Long, ServerId> owners = new LinkedHashMap<>();
    private final Set<Long> split = new LinkedHashSet<>();
    private final List<Long> found = new ArrayList<>();

    void event(LeadershipEvent event) {
        var claim = TermClaim.of(event);
        if (claim == null || event.term().isEmpty()) {
            return;
        }
        long term = event.term().getAsLong();
        var owner = owners.putIfAbsent(term, claim.leader());
        if (owner != null && !owner.equals(claim.leader()) && split.add(term)) {
            found.add(term);
        }
        dropOldest(owners.keySet());
        dropOldest(split);
    }

    private static void dropOldest(Set<Long> terms) {
        if (terms.size() > MOST) {
            var oldest = terms.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    boolean isSplit(OptionalLong term) {
        return term.isPresent() && split.contains(term.getAsLong());
    }

    /** {@return the terms that were found to be split since the last call} */
    List<Long> found() {
        var result = List.copyOf(found);
        found.clear();
        return result;
    }
}
