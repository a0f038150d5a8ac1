package io.raftelection.internal;

import io.raftelection.TimeAnchor;
import java.time.Duration;
import java.time.Instant;

/**
 * Places the times of one run on its wall clock. If the clock is set forward, or the machine was suspended, later times
 * move by as much. If the clock is set back, it has no effect, because the order of the events is known. Not
 * thread-safe.
 */
public final class WallAxis {
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final Instant startedAt;
    private Duration shift = Duration.ZERO;

    /**
     * Starts the axis.
     *
     * @param startedAt the wall-clock time from which the times of the run count
     */
    public WallAxis(Instant startedAt) {
        this.startedAt = startedAt;
    }

    /**
     * Takes a wall-clock time that does not follow from the start.
     *
     * @param anchor the wall-clock time; not earlier than the one before
     */
    public void add(TimeAnchor anchor) {
        var next = Duration.between(startedAt, anchor.instant()).minus(anchor.at());
        if (next.compareTo(shift) > 0 && next.compareTo(LONGEST) < 0) {
            shift = next;
        }
    }

    /** {@return the time on the axis, counted from the start of the run} */
    public Duration at(Duration at) {
        return shift.isZero() ? at : at.plus(shift);
    }
}
