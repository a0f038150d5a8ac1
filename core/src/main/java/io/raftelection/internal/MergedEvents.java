package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges several sources of events in the order of their times, and keeps one event of each source in memory. At the
 * same time, an acquisition comes before the views of it. Not thread-safe.
 *
 * @param <X> what reading a source may throw
 */
public final class MergedEvents<X extends Exception> {
    private final List<? extends Source<X>> sources;
    private final List<Duration> starts;
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(Comparator.comparing((Head head) -> head.event().at())
                    .thenComparing(head -> !(head.event() instanceof Acquired))
                    .thenComparing(Head::source));

    /**
     * A source of events.
     *
     * @param <X> what reading may throw
     */
    public interface Source<X extends Exception> {
        /** {@return the next event, which is not earlier than the one before; null at the end} */
        @Nullable
        LeadershipEvent next() throws X;
    }

    private record Head(int source, LeadershipEvent event) {}

    /**
     * Reads the first event of each source.
     *
     * @param sources the sources
     * @param starts the time of the result at which the times of each source start
     */
    public MergedEvents(List<? extends Source<X>> sources, List<Duration> starts) throws X {
        this.sources = sources;
        this.starts = starts;
        for (int source = 0; source < sources.size(); source++) {
            read(source);
        }
    }

    private void read(int source) throws X {
        var event = sources.get(source).next();
        if (event != null) {
            heads.add(new Head(source, event.withAt(starts.get(source).plus(event.at()))));
        }
    }

    /** {@return the next event; null at the end} */
    public @Nullable LeadershipEvent next() throws X {
        var head = heads.poll();
        if (head == null) {
            return null;
        }
        read(head.source());
        return head.event();
    }
}
