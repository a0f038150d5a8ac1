package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges several sources of events, facts and gaps in the order of their times, and keeps one of each source in memory.
 * At the same time, an acquisition comes before the views of it. Not thread-safe.
 *
 * @param <X> what reading a source may throw
 */
public final class MergedEvents<X extends Exception> {
    private final List<? extends Source<X>> sources;
    private final List<Duration> starts;
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(Comparator.comparing((Head head) -> head.item().at())
                    .thenComparingInt(head -> head.item().rank())
                    .thenComparing(Head::source));

    /**
     * A source of events.
     *
     * @param <X> what reading may throw
     */
    public interface Source<X extends Exception> {
        /** {@return the next event, fact or gap, which is not earlier than the one before; null at the end} */
        @Nullable
        Item next() throws X;
    }

    /**
     * An event, a fact or a gap.
     *
     * @param event the event; null if it is none
     * @param fact the fact; null if it is none
     * @param gap the gap; null if it is none
     */
    public record Item(
            @Nullable LeadershipEvent event,
            @Nullable Fact fact,
            @Nullable Gap gap) {

        /** {@return an event} */
        public static Item of(LeadershipEvent event) {
            return new Item(event, null, null);
        }

        /** {@return a fact} */
        public static Item of(Fact fact) {
            return new Item(null, fact, null);
        }

        /** {@return a gap} */
        public static Item of(Gap gap) {
            return new Item(null, null, gap);
        }

        /** {@return its time} */
        public Duration at() {
            if (event != null) {
                return event.at();
            }
            return fact != null ? fact.at() : Objects.requireNonNull(gap).at();
        }

        /** {@return the same at another time} */
        public Item withAt(Duration at) {
            if (event != null) {
                return of(event.withAt(at));
            }
            return fact != null
                    ? of(fact.withAt(at))
                    : of(Objects.requireNonNull(gap).withAt(at));
        }

        /**
         * {@return the fact, if it is one; a stall of a process is one of each of its servers}
         *
         * @param servers the servers of the source
         */
        public List<Fact> facts(Set<ServerId> servers) {
            if (fact == null) {
                return List.of();
            }
            return fact.server().isPresent()
                    ? List.of(fact)
                    : servers.stream().map(fact::withServer).toList();
        }

        /**
         * At the same time, a gap comes first, since anything may follow it. A fact begins before all events, and ends
         * after them; an acquisition comes before its views.
         */
        private int rank() {
            if (gap != null) {
                return -1;
            }
            if (fact != null) {
                return fact.isOver() ? 3 : 0;
            }
            return event instanceof Acquired ? 1 : 2;
        }
    }

    /**
     * An event, a fact or a gap of a source.
     *
     * @param source the number of the source
     * @param item the event, the fact or the gap, at its time in the result
     */
    public record Head(int source, Item item) {}

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
        var item = sources.get(source).next();
        if (item != null) {
            heads.add(new Head(source, item.withAt(starts.get(source).plus(item.at()))));
        }
    }

    /** {@return the next event, fact or gap; null at the end} */
    public @Nullable Head next() throws X {
        var head = heads.poll();
        if (head == null) {
            return null;
        }
        read(head.source());
        return head;
    }
}
