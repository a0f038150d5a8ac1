package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the places at which a history has gaps.
 *
 * @param events the events of the history, in order
 * @param facts its facts, in order
 */
public record MissingPlaces(List<LeadershipEvent> events, List<Fact> facts) {

    /**
     * {@return a copy of the places, without those at the very start, which the totals say}
     *
     * @param missing the places
     * @param dropped how many events are missing in total
     * @param droppedFacts how many facts are missing in total
     * @throws IllegalArgumentException if a place is out of order or not between its neighbours, or if more is missing
     *     there than in total
     */
    public List<Missing> checked(@Nullable List<Missing> missing, long dropped, long droppedFacts) {
        var places = new ArrayList<Missing>();
        long moreEvents = dropped;
        long moreFacts = droppedFacts;
        Missing before = null;
        for (var place : Checks.list(missing, "missing", "missing")) {
            if (before != null
                    && (place.eventsBefore() < before.eventsBefore()
                            || place.factsBefore() < before.factsBefore()
                            || place.at().compareTo(before.at()) < 0)) {
                throw wrong(place, "follows \"" + before + "\", expected none that is earlier");
            }
            check(place);
            if (place.events() > moreEvents || place.facts() > moreFacts) {
                throw wrong(
                        place, "more than are missing in total, " + dropped + " events and " + droppedFacts + " facts");
            }
            moreEvents -= place.events();
            moreFacts -= place.facts();
            before = place;
            if (!isStart(place)) {
                places.add(place);
            }
        }
        return List.copyOf(places);
    }

    private static boolean isStart(Missing place) {
        return place.until().isZero()
                && place.eventsBefore() == 0
                && place.factsBefore() == 0
                && (place.events() > 0 || place.facts() > 0);
    }

    private void check(Missing place) {
        int event = place.eventsBefore();
        int fact = place.factsBefore();
        if (event > events.size() || fact > facts.size()) {
            throw wrong(
                    place,
                    "after " + event + " events and " + fact + " facts, expected at most " + events.size() + " and "
                            + facts.size());
        }
        if ((event > 0 && place.at().compareTo(events.get(event - 1).at()) < 0)
                || (fact > 0 && place.at().compareTo(facts.get(fact - 1).at()) < 0)) {
            throw wrong(place, "is earlier than the event or the fact before it");
        }
        if ((event < events.size() && place.at().compareTo(events.get(event).at()) > 0)
                || (fact < facts.size() && place.at().compareTo(facts.get(fact).at()) > 0)) {
            throw wrong(place, "is later than the event or the fact after it");
        }
    }

    private static IllegalArgumentException wrong(Missing place, String why) {
        return new IllegalArgumentException("missing: \"" + place + "\": " + why);
    }
}
