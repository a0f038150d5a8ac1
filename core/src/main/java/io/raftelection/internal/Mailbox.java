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

    /** Whether there is a gap at present. Guarded by the ledger's lock. */
    private boolean isGap;

    /** How many events the present gap has; none if only facts are missing. Guarded by the ledger's lock. */
    private long missed;

    /** How many facts the listener received or will receive. Guarded by the ledger's lock. */
    private long facts;

    /** How many facts did not fit. Guarded by the ledger's lock. */
    private long missedFacts;

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
        if (hasRoom()) {
            waiting.incrementAndGet();
            outbox.add(() -> deliver(event));
        } else {
            missed++;
        }
    }

    /** Adds a fact, under the ledger's lock. One that does not fit is counted and dropped, and begins a gap. */
    void offer(Fact fact) {
        if (hasRoom()) {
            present(fact);
        } else {
            missedFacts++;
        }
    }

    /** Begins a gap if there is no room. {@return whether there is room and no gap} */
    private boolean hasRoom() {
        if (!isGap && waiting.get() >= limit) {
            isGap = true;
            outbox.add(this::deliverMissed);
        }
        return !isGap;
    }

    /** Adds an event of the initial state whatever the limit, under the ledger's lock. */
    void present(LeadershipEvent event) {
        events++;
        waiting.incrementAndGet();
        outbox.add(() -> deliver(event));
    }

    /** Adds a fact of the initial state whatever the limit, under the ledger's lock. */
    void present(Fact fact) {
        facts++;
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

    /** {@return how many facts the listener received or will receive, read under the ledger's lock} */
    long facts() {
        return facts;
    }

    /** {@return how many facts did not fit, read under the ledger's lock} */
    long missedFacts() {
        return missedFacts;
    }

    /** Ends the gap, under the ledger's lock. {@return how many events it had} */
    long endGap() {
        var lost = missed;
        missed = 0;
        isGap = false;
        return lost;
    }

    void missed(long events, List<Standing> standings) {
        listener.missed(events, standings);
    }
}
