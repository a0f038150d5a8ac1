package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * Maps the times of several runs to one axis, which counts from the start of the first run. If the wall-clock start of
 * a run is unknown or earlier than the end of the run before, the run starts where that one ends.
 */
final class RunClock {
    /** The longest pause between two runs. A longer one means that a clock was not set. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(3_650);

    private Instant first = Instant.EPOCH;
    private Duration offset = Duration.ZERO;
    private Duration end = Duration.ZERO;
    private long runs;

    void started(Instant startedAt) {
        if (runs++ == 0) {
            first = startedAt;
            return;
        }
        var start = startedAt.equals(Instant.EPOCH) || first.equals(Instant.EPOCH)
                ? end
                : Duration.between(first, startedAt);
        boolean plausible = start.compareTo(end) >= 0 && start.minus(end).compareTo(LONGEST_PAUSE) <= 0;
        offset = plausible ? start : end;
    }

    void ended(Duration until) {
        end = at(until);
    }

    long runs() {
        return runs;
    }

    /** {@return the start of the current run on the axis} */
    Duration offset() {
        return offset;
    }

    /** {@return the end of the last complete run on the axis} */
    Duration end() {
        return end;
    }

    /** {@return a time of the current run, mapped to the axis} */
    Duration at(Duration time) {
        return offset.isZero() ? time : offset.plus(time);
    }

    /** {@return an event of the current run, with its time mapped to the axis} */
    LeadershipEvent at(LeadershipEvent event) {
        return offset.isZero() ? event : event.withAt(at(event.at()));
    }
}
