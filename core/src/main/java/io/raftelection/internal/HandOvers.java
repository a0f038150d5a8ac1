package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The tasks that a user's executor accepted and has not begun. An executor may drop them without a word, so they are
 * checked every 250 ms while there are any: a task that has waited for 250 ms at least is offered to the executor
 * again, and one that has waited for 2 s is taken over.
 *
 * <p>Checks are counted and not times: a pause of the whole JVM is one check, and takes nothing away from an executor
 * that had no time to run either.
 */
final class HandOvers {
    static final Duration CHECK = Duration.ofMillis(250);

    private static final int OFFER_AGAIN = 2;
    static final int TAKE_OVER = 9;

    private final Consumer<HandOver> offerAgain;
    private final Consumer<HandOver> takeOver;

    @GuardedBy("this")
    private final Queue<HandOver> open = new ArrayDeque<>(2);

    @GuardedBy("this")
    private boolean watched;

    /** Creates an empty one. Both actions run on the timer's thread, and must not call foreign code on it. */
    HandOvers(Consumer<HandOver> offerAgain, Consumer<HandOver> takeOver) {
        this.offerAgain = offerAgain;
        this.takeOver = takeOver;
    }

    /** Watches one until it has begun. */
    void add(HandOver accepted) {
        synchronized (this) {
            for (var oldest = open.peek(); oldest != null && oldest.hasBegun(); oldest = open.peek()) {
                open.remove();
            }
            open.add(accepted);
            if (watched) {
                return;
            }
            watched = true;
        }
        watch();
    }

    private void watch() {
        try {
            SharedThreads.TIMER.schedule(CHECK, this::check);
        } catch (Throwable e) {
            synchronized (this) { // there is no thread for the timer: the next hand-over tries again
                watched = false;
            }
        }
    }

    private void check() {
        List<HandOver> again = new ArrayList<>(0);
        List<HandOver> late = new ArrayList<>(0);
        boolean more;
        synchronized (this) {
            open.removeIf(HandOver::hasBegun);
            for (var waiting : open) {
                int checks = waiting.checked();
                if (checks == OFFER_AGAIN) {
                    again.add(waiting);
                } else if (checks == TAKE_OVER) {
                    late.add(waiting);
                }
            }
            open.removeIf(HandOver::isTakenOver);
            more = !open.isEmpty();
            watched = more;
        }
        again.forEach(offerAgain);
        late.forEach(takeOver);
        if (more) {
            watch();
        }
    }
}
