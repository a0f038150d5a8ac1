package io.raftelection.report;

import io.raftelection.TimeAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tracks the wall-clock time that a reader of the recording derives for each line. */
final class WallTimes {
    /** The largest difference from the derived time that is not recorded. */
    private static final Duration TOLERANCE = Duration.ofMillis(100);

    private final TimeAnchor start;
    private final List<TimeAnchor> anchors = new ArrayList<>();

    WallTimes(Instant startedAt) {
        start = new TimeAnchor(Duration.ZERO, startedAt);
    }

    /**
     * Adds the time of a line. {@return whether the line must state it, because it does not follow from earlier lines}
     */
    boolean add(Duration at, Instant instant) {
        if (follows(at, instant)) {
            return false;
        }
        if (!anchors.isEmpty() && last().at().equals(at)) {
            anchors.remove(anchors.size() - 1);
        }
        if (!follows(at, instant)) {
            anchors.add(new TimeAnchor(at, instant));
        }
        return true;
    }

    private boolean follows(Duration at, Instant instant) {
        var difference = Duration.between(last().instant(at), instant);
        return difference.abs().compareTo(TOLERANCE) <= 0;
    }

    private TimeAnchor last() {
        return anchors.isEmpty() ? start : anchors.get(anchors.size() - 1);
    }

    List<TimeAnchor> anchors() {
        return anchors;
    }
}
