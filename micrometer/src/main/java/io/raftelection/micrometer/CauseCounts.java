package io.raftelection.micrometer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Cause;
import io.raftelection.Fact;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Counts changes by cause. A counter cannot take back what it has counted, and a stall is reported at its end, maybe
 * after the change that came of it. So a change of unknown cause is counted only when it is {@link #WAIT} old, or when
 * a stall explains it. It is counted when somebody reads, so no thread waits. Safe for use by many threads.
 */
final class CauseCounts {
    /** How old a change of unknown cause is when it is counted. */
    static final Duration WAIT = Duration.ofSeconds(1);

    /** How many changes wait. The oldest of more are counted at once. */
    private static final int MOST = 256;

    @GuardedBy("this")
    private final Map<Cause.Kind, Long> counts = new EnumMap<>(Cause.Kind.class);

    @GuardedBy("this")
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /**
     * A change of unknown cause.
     *
     * @param at its time
     * @param stalls whether a stall explains it
     */
    private record Waiting(Duration at, Predicate<Fact> stalls) {}

    /** Counts a change whose cause is known. */
    synchronized void known(Cause.Kind cause) {
        add(cause);
    }

    /**
     * Counts a change whose cause is unknown, later.
     *
     * @param at its time
     * @param stalls whether a stall explains it
     */
    synchronized void unknown(Duration at, Predicate<Fact> stalls) {
        waiting.addLast(new Waiting(at, stalls));
        if (waiting.size() > MOST) {
            waiting.removeFirst();
            add(Cause.Kind.UNKNOWN);
        }
    }

    /** Counts the changes that a stall explains. */
    synchronized void stall(Fact stall) {
        for (var changes = waiting.iterator(); changes.hasNext(); ) {
            if (changes.next().stalls().test(stall)) {
                changes.remove();
                add(Cause.Kind.STALL);
            }
        }
    }

    /** {@return the number of changes with a cause, at a time} */
    synchronized long count(Cause.Kind cause, Duration now) {
        while (!waiting.isEmpty() && now.minus(waiting.element().at()).compareTo(WAIT) >= 0) {
            waiting.remove();
            add(Cause.Kind.UNKNOWN);
        }
        return counts.getOrDefault(cause, 0L);
    }

    @GuardedBy("this")
    private void add(Cause.Kind cause) {
        counts.merge(cause, 1L, Long::sum);
    }
}
