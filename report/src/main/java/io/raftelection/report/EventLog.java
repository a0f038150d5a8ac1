package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps all events up to a limit of their number and of their text. Above it, it keeps the first ones, the last ones
 * and the first ones with an anomaly, and counts all.
 */
final class EventLog {
    /** The largest number of events that are all kept. */
    static final int ALL = 200_000;

    /** The number of events of each sort that are kept when there are too many. */
    static final int SOME = 1_000;

    /** The largest number of characters of names and reasons. */
    private static final long CHARACTERS = 32_000_000;

    private static final int NAMES = 10_000;

    /**
     * An event and its place.
     *
     * @param index its index in the recording, from zero
     * @param at its time on the axis in nanoseconds
     * @param event the event, with that time
     */
    record Entry(long index, long at, LeadershipEvent event) {
        boolean isOdd() {
            return !event.anomalies().isEmpty();
        }
    }

    private final Map<String, String> names = new HashMap<>();
    private List<Entry> kept = new ArrayList<>();
    private final List<Entry> odd = new ArrayList<>();
    private final Deque<Entry> last = new ArrayDeque<>(SOME + 1);
    private boolean isComplete = true;
    private long characters;
    private long count;
    private long oddCount;

    void add(long at, LeadershipEvent event) {
        var entry = new Entry(count++, at, event);
        oddCount += entry.isOdd() ? 1 : 0;
        if (isComplete) {
            kept.add(entry);
            characters += characters(event);
            if (count > ALL || characters > CHARACTERS) {
                drop();
            }
        } else {
            keep(entry);
        }
    }

    private void drop() {
        isComplete = false;
        var all = kept;
        kept = new ArrayList<>(all.subList(0, Math.min(SOME, all.size())));
        names.clear();
        all.subList(kept.size(), all.size()).forEach(this::keep);
    }

    private void keep(Entry entry) {
        if (kept.size() < SOME) {
            kept.add(entry);
            return;
        }
        last.addLast(entry);
        if (last.size() > SOME) {
            var dropped = last.removeFirst();
            if (dropped.isOdd() && odd.size() < SOME) {
                odd.add(dropped);
            }
        }
    }

    private long characters(LeadershipEvent event) {
        long sum = added(event.server())
                + (event instanceof Lost lost ? lost.reason().length() : 0);
        return sum
                + event.<Long>match(
                        acquired -> 0L,
                        ready -> 0L,
                        lost -> 0L,
                        follows -> follows.leader().map(this::added).orElse(0L),
                        members ->
                                members.voters().stream().mapToLong(this::added).sum()
                                        + members.learners().stream()
                                                .mapToLong(this::added)
                                                .sum());
    }

    /** {@return the length of a name, unless the same object was counted} */
    @SuppressWarnings("ReferenceEquality") // it is about memory
    private long added(ServerId server) {
        var name = server.value();
        var first = names.size() < NAMES ? names.putIfAbsent(name, name) : names.get(name);
        return first == name ? 0 : name.length();
    }

    /** {@return whether all events are kept} */
    boolean isComplete() {
        return isComplete;
    }

    /** {@return the number of events that were added} */
    long count() {
        return count;
    }

    /** {@return the number of events with an anomaly that were added} */
    long oddCount() {
        return oddCount;
    }

    /** {@return the kept events, in order} */
    List<Entry> entries() {
        if (isComplete) {
            return Collections.unmodifiableList(kept);
        }
        var entries = new ArrayList<>(kept);
        entries.addAll(odd);
        entries.addAll(last);
        return entries;
    }
}
