package io.raftelection.internal;

import io.raftelection.Missing;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the places of a history at which something is missing. Facts that are missing at the place of events are
 * told after them, and are a part of it. Not thread-safe.
 */
public final class Gaps {
    private final List<Missing> places = new ArrayList<>();

    /** Creates one without places. */
    public Gaps() {}

    /**
     * Adds a place.
     *
     * @param place the place, not before the one before
     */
    public void add(Missing place) {
        int last = places.size() - 1;
        if (last >= 0 && isPart(place, places.get(last))) {
            var whole = places.get(last);
            places.set(
                    last,
                    new Missing(
                            whole.at(),
                            whole.until(),
                            whole.events(),
                            place.facts(),
                            whole.eventsBefore(),
                            whole.factsBefore()));
        } else {
            places.add(place);
        }
    }

    private static boolean isPart(Missing place, Missing before) {
        return place.events() == 0
                && place.facts() > 0
                && before.events() > 0
                && before.facts() == 0
                && before.at().equals(place.at())
                && before.eventsBefore() == place.eventsBefore()
                && before.factsBefore() == place.factsBefore();
    }

    /** {@return the places, in order} */
    public List<Missing> places() {
        return List.copyOf(places);
    }
}
