package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The tasks that a user's executor accepted and has not started. The executor may have dropped them or may be busy; the
 * tracker cannot tell which. Therefore these tasks are checked every 250 ms. A task that still waits at check 2, 4, 8,
 * 16 or 32 is offered to the executor again, which does no harm to a busy one. At check 40, after 10 s, a shared thread
 * takes it over.
 *
 * <p>It counts checks, not time: a pause of the whole JVM is one check, since the executor could not run either.
 */
final class HandOvers {
    static final Duration CHECK = Duration.ofMillis(250);

    private static final int TAKE_OVER = 40;

    private final Timer timer;
    private final Consumer<HandOver> offerAgain;
    private final Consumer<HandOver> takeOver;

    @GuardedBy("this")
    private final Queue<HandOver> open = new ArrayDeque<>(2);

    @GuardedBy("this")
    private boolean watched;

    /** Whether no check could be scheduled. Written under the lock, read without it. */
    private volatile boolean stuck;

    /** Creates an empty set. Both actions run on the timer's thread, and must not call foreign code there. */
    HandOvers(Timer timer, Consumer<HandOver> offerAgain, Consumer<HandOver> takeOver) {
        this.timer = timer;
        this.offerAgain = offerAgain;
        this.takeOver = takeOver;
    }

    /** Watches a task until it has started. */
    void add(HandOver accepted) {
        synchronized (this) {
            for (var oldest = open.peek(); oldest != null && oldest.hasBegun(); oldest = open.peek()) {
                open.remove();
            }
            open.add(accepted);
        }
        watch();
    }

    /** Schedules a check again if that failed. Takes no lock otherwise. */
    void retry() {
        if (stuck) {
            watch();
        }
    }

    private void watch() {
        synchronized (this) {
            if (watched || open.isEmpty()) {
                return;
            }
            watched = true;
            stuck = false;
        }
        try {
            timer.schedule(CHECK, this::check);
        } catch (Throwable e) { // no thread can be started for the timer
            synchronized (this) {
                watched = false;
                stuck = true;
            }
        }
    }

    private void check() {
        List<HandOver> again = new ArrayList<>(0);
        List<HandOver> late = new ArrayList<>(0);
        synchronized (this) {
            watched = false;
            open.removeIf(HandOver::hasBegun);
            for (var waiting : open) {
                int checks = waiting.checked();
                if (checks >= TAKE_OVER) {
                    late.add(waiting);
                } else if (checks > 1 && Integer.bitCount(checks) == 1) {
                    again.add(waiting);
                }
            }
            open.removeIf(waiting -> waiting.checks() >= TAKE_OVER);
        }
        again.forEach(offerAgain);
        late.forEach(takeOver);
        watch();
    }
}
