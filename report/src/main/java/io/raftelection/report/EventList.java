package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Keeps the first and the last of many events, and counts all of them. */
final class EventList {
    /** The number of events to keep from the start, and also from the end. */
    static final int LISTED = 1_000;

    private final List<LeadershipEvent> first = new ArrayList<>();
    private final Deque<LeadershipEvent> last = new ArrayDeque<>(LISTED + 1);
    private long count;

    void add(LeadershipEvent event) {
        count++;
        if (first.size() < LISTED) {
            first.add(event);
            return;
        }
        if (last.size() == LISTED) {
            last.removeFirst();
        }
        last.addLast(event);
    }

    /** {@return the number of events that were added} */
    long count() {
        return count;
    }

    /** {@return whether the list keeps the event with an index, from zero} */
    boolean keeps(long index) {
        return index >= 0 && (index < first.size() || index >= count - last.size());
    }

    /** {@return the first events} */
    Iterable<LeadershipEvent> first() {
        return first;
    }

    /** {@return the last events that are not among the first events} */
    Iterable<LeadershipEvent> last() {
        return last;
    }

    /** {@return the number of events that were not kept} */
    long omitted() {
        return count - first.size() - last.size();
    }
}
