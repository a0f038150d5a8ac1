package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The first and the last of many events, and how many there were. */
final class EventList {
    /** How many events are kept from the start, and how many from the end. */
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

    /** {@return how many events were added} */
    long count() {
        return count;
    }

    /** {@return whether the event with that index, from zero, is kept} */
    boolean keeps(long index) {
        return index >= 0 && (index < first.size() || index >= count - last.size());
    }

    /** {@return the first events} */
    Iterable<LeadershipEvent> first() {
        return first;
    }

    /** {@return the last events, without those that are the first ones too} */
    Iterable<LeadershipEvent> last() {
        return last;
    }

    /** {@return how many events are between the first and the last ones} */
    long omitted() {
        return count - first.size() - last.size();
    }
}
