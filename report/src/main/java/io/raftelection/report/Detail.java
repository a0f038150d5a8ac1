package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.internal.TermClaim;
import io.raftelection.report.Period.Followed;
import io.raftelection.report.Period.Led;
import io.raftelection.report.Period.Unusual;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps all periods of a recording whose events are all kept, and the terms that had two leaders. */
final class Detail implements Consumer<Period> {
    private final List<Led> led = new ArrayList<>();
    private final List<Followed> followed = new ArrayList<>();
    private final List<Unusual> unusual = new ArrayList<>();
    private final Map<Long, ServerId> owners = new HashMap<>();
    private final Set<Long> split = new HashSet<>();

    void event(LeadershipEvent event) {
        var claim = TermClaim.of(event);
        if (claim != null && event.term().isPresent()) {
            long term = event.term().getAsLong();
            var owner = owners.putIfAbsent(term, claim.leader());
            if (owner != null && !owner.equals(claim.leader())) {
                split.add(term);
            }
        }
    }

    @Override
    public void accept(Period period) {
        if (period instanceof Led leadership) {
            led.add(leadership);
        } else if (period instanceof Followed view) {
            followed.add(view);
        } else if (period instanceof Unusual other) {
            unusual.add(other);
        }
    }

    /** {@return the leaderships, ordered by their ends} */
    List<Led> led() {
        return led;
    }

    /** {@return the periods in which servers followed, ordered by their ends} */
    List<Followed> followed() {
        return followed;
    }

    /** {@return the periods without a known leader or with several, in order} */
    List<Unusual> unusual() {
        return unusual;
    }

    /** {@return whether a term had two leaders} */
    boolean isSplit(OptionalLong term) {
        return term.isPresent() && split.contains(term.getAsLong());
    }
}
