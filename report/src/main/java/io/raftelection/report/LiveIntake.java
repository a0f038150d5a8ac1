package io.raftelection.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.Standing;
import java.util.ArrayList;
import java.util.List;

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
}
