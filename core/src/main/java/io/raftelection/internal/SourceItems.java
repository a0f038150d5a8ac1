package io.raftelection.internal;

import io.raftelection.internal.MergedEvents.Item;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read of one of several sources, in order. A gap waits until the time after it is known. All times are those
 * of the source's wall clock. Not thread-safe.
 */
public final class SourceItems {
    private final Deque<Item> items = new ArrayDeque<>();

    /** The gaps since the last event or fact. */
    private final List<Gap> gaps = new ArrayList<>();

    /** The time of the last event or fact. */
    private Duration last = Duration.ZERO;

    /** Creates one without items. */
    public SourceItems() {}

    /**
     * Adds an event or a fact.
     *
     * @param item the event or the fact
     */
    public void add(Item item) {
        reach(item.at());
        items.add(item);
        last = item.at();
    }

    /**
     * Adds a gap, which begins at the event or the fact before it. Facts that are missing where events are missing are
     * a part of the same gap.
     *
     * @param noticed the gap, at the time at which it was noticed
     */
    public void add(Gap noticed) {
        var gap = noticed.from(last);
        int index = gaps.size() - 1;
        if (index >= 0 && isPart(gap, gaps.get(index))) {
            gaps.set(index, gaps.get(index).withFacts(gap.facts()));
        } else {
            gaps.add(gap);
        }
    }

    private static boolean isPart(Gap gap, Gap before) {
        return gap.events() == 0
                && gap.facts() > 0
                && before.events() > 0
                && before.facts() == 0
                && before.torn() == 0
                && before.at().equals(gap.at());
    }

    /**
     * Ends the gaps.
     *
     * @param end the time of the next event or fact, or of the end of the run
     */
    public void reach(Duration end) {
        for (var gap : gaps) {
            items.add(Item.of(gap.withUntil(end)));
        }
        gaps.clear();
    }

    /** {@return whether no item is complete} */
    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** {@return the next item, which is removed; null if none is complete} */
    public @Nullable Item poll() {
        return items.poll();
    }

    /** {@return all items that are complete} */
    public List<Item> all() {
        return List.copyOf(items);
    }
}
