package io.raftelection.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The events that a page has not taken from its tracker yet. It is bounded; what does not fit is counted. The tracker's
 * thread only appends here.
 */
final class LiveIntake implements LeadershipListener {
    /** The largest number of events that wait. */
    private static final int MOST = 10_000;

    /**
     * What was received.
     *
     * @param events the events
     * @param missed the number of events that are missing after them
     */
    record Taken(List<LeadershipEvent> events, long missed) {}

    private final Runnable wake;

    @GuardedBy("this")
    private List<LeadershipEvent> events = new ArrayList<>();

    @GuardedBy("this")
    private long missed;

    /** How many events the tracker has delivered or counted as missed. */
    @GuardedBy("this")
    private long received;

    /** Creates an empty one; it calls {@code wake} when something arrives after {@link #take}. */
    LiveIntake(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void on(LeadershipEvent event) {
        boolean isFirst;
        synchronized (this) {
            isFirst = events.isEmpty() && missed == 0;
            // An event after missing ones would hide where they are missing.
            if (missed == 0 && events.size() < MOST) {
                events.add(event);
            } else {
                missed++;
            }
            received++;
            notifyAll();
        }
        if (isFirst) {
            wake.run();
        }
    }

    @Override
    public void missed(long count, List<Standing> standings) {
        boolean isFirst;
        synchronized (this) {
            isFirst = events.isEmpty() && missed == 0;
            missed += count;
            received += count;
            notifyAll();
        }
        if (isFirst) {
            wake.run();
        }
    }

    /** {@return what was received since the last call} */
    synchronized Taken take() {
        var taken = new Taken(events, missed);
        events = new ArrayList<>();
        missed = 0;
        return taken;
    }

    /** Waits until so many events were received, or until a moment of {@link System#nanoTime}. */
    synchronized void await(long expected, long end) throws InterruptedException {
        for (long left = end - System.nanoTime(); received < expected && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
