package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.Standing;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The events that one listener has still to be told. Bounded: where it is full, a gap begins. The gap ends when the
 * listener is told of it, with the standings of that moment, so that it is never wrong for longer than it is slow.
 */
final class Mailbox {
    private final LeadershipListener listener;
    private final int limit;
    private final Outbox outbox;
    private final Consumer<Mailbox> gaps;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** How many events the present gap has swallowed; zero where there is none. Guarded by the cluster's lock. */
    private long missed;

    /** How many events were offered, whether they fitted or not. Guarded by the cluster's lock. */
    private long events;

    /**
     * Creates an empty mailbox.
     *
     * @param gaps ends a gap, by {@link #endGap} under the cluster's lock and {@link #missed} without it
     */
    Mailbox(LeadershipListener listener, int limit, Outbox outbox, Consumer<Mailbox> gaps) {
        this.listener = listener;
        this.limit = limit;
        this.outbox = outbox;
        this.gaps = gaps;
    }

    /** Takes an event, under the cluster's lock. */
    void offer(LeadershipEvent event) {
        events++;
        if (missed > 0) {
            missed++;
        } else if (waiting.get() < limit) {
            waiting.incrementAndGet();
            outbox.add(() -> tell(event));
        } else {
            missed = 1;
            outbox.add(this::tellMissed);
        }
    }

    /** Takes an event whatever the limit, under the cluster's lock: the present state, before anything else. */
    void present(LeadershipEvent event) {
        events++;
        waiting.incrementAndGet();
        outbox.add(() -> tell(event));
    }

    /** Starts telling what waits. Runs foreign code: never under a lock. */
    void drain() {
        outbox.drain();
    }

    void close() {
        closed = true;
    }

    private void tell(LeadershipEvent event) {
        waiting.decrementAndGet();
        if (!closed) {
            listener.on(event);
        }
    }

    private void tellMissed() {
        if (!closed) {
            gaps.accept(this);
        }
    }

    /** {@return how many events were offered, read under the cluster's lock} */
    long events() {
        return events;
    }

    /** Ends the gap, under the cluster's lock. */
    long endGap() {
        var swallowed = missed;
        missed = 0;
        return swallowed;
    }

    void missed(long events, List<Standing> standings) {
        listener.missed(events, standings);
    }
}
