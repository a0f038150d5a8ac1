package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.Standing;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The events that one listener has not received yet. It is bounded: if it is full, a gap begins, and events are counted
 * but not kept. The gap ends when the listener is notified of it and receives the standings of that moment.
 */
final class Mailbox {
    private final LeadershipListener listener;
    private final int limit;
    private final Outbox outbox;
    private final Consumer<Mailbox> gaps;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** How many events the present gap has; zero if there is no gap. Guarded by the ledger's lock. */
    private long missed;

    /** How many events were offered, kept or not. Guarded by the ledger's lock. */
    private long events;

    /**
     * Creates an empty mailbox.
     *
     * @param gaps ends a gap: calls {@link #endGap} under the ledger's lock, then {@link #missed} without it
     */
    Mailbox(LeadershipListener listener, int limit, Outbox outbox, Consumer<Mailbox> gaps) {
        this.listener = listener;
        this.limit = limit;
        this.outbox = outbox;
        this.gaps = gaps;
    }

    /** Adds an event, under the ledger's lock. */
    void offer(LeadershipEvent event) {
        events++;
        if (missed > 0) {
            missed++;
        } else if (waiting.get() < limit) {
            waiting.incrementAndGet();
            outbox.add(() -> deliver(event));
        } else {
            missed = 1;
            outbox.add(this::deliverMissed);
        }
    }

    /** Adds a fact, under the ledger's lock. Facts and events are counted together. */
    void offer(Fact fact) {
        events++;
        if (missed > 0) {
            missed++;
        } else if (waiting.get() < limit) {
            present(fact);
            events--;
        } else {
            missed = 1;
            outbox.add(this::deliverMissed);
        }
    }

    /** Adds an event of the initial state whatever the limit, under the ledger's lock. */
    void present(LeadershipEvent event) {
        events++;
        waiting.incrementAndGet();
        outbox.add(() -> deliver(event));
    }

    /** Adds a fact of the initial state whatever the limit, under the ledger's lock. */
    void present(Fact fact) {
        events++;
        waiting.incrementAndGet();
        outbox.add(() -> deliver(fact));
    }

    /** Starts to notify the listener. It may run foreign code, so it must not be called under a lock. */
    void drain() {
        outbox.drain();
    }

    void close() {
        closed = true;
    }

    private void deliver(LeadershipEvent event) {
        waiting.decrementAndGet();
        if (!closed) {
            listener.on(event);
        }
    }

    private void deliver(Fact fact) {
        waiting.decrementAndGet();
        if (!closed) {
            listener.fact(fact);
        }
    }

    private void deliverMissed() {
        if (!closed) {
            gaps.accept(this);
        }
    }

    /** {@return how many events were offered, read under the ledger's lock} */
    long events() {
        return events;
    }

    /** Ends the gap, under the ledger's lock. {@return how many events it had} */
    long endGap() {
        var lost = missed;
        missed = 0;
        return lost;
    }

    void missed(long events, List<Standing> standings) {
        listener.missed(events, standings);
    }
}
