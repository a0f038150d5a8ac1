package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.TimeAnchor;
import java.time.Duration;
import java.util.List;

/** Checks that the parts of a history are in order. */
public final class HistoryOrder {
    private HistoryOrder() {}

    /** Checks the events; none may be later than the end of the history. */
    public static void events(List<LeadershipEvent> events, Duration until) {
        var last = Duration.ZERO;
        for (var event : events) {
            if (event.at().compareTo(last) < 0) {
                throw new IllegalArgumentException(
                        "event \"" + event + "\": is earlier than the event before it, at " + Notation.seconds(last));
            }
            last = event.at();
        }
        end(until, last, "event");
    }

    /** Checks the facts; none may be later than the end of the history. */
    public static void facts(List<Fact> facts, Duration until) {
        for (int i = 1; i < facts.size(); i++) {
            if (facts.get(i).at().compareTo(facts.get(i - 1).at()) < 0) {
                throw new IllegalArgumentException("facts: \"" + facts.get(i) + "\" follows \"" + facts.get(i - 1)
                        + "\", expected none that is earlier");
            }
        }
        if (!facts.isEmpty()) {
            end(until, facts.get(facts.size() - 1).at(), "fact");
        }
    }

    /** Checks that the end of a history is not earlier than its last part. */
    public static void end(Duration until, Duration last, String what) {
        if (until.compareTo(last) < 0) {
            throw new IllegalArgumentException(
                    "until: " + until + ", expected at least the time of the last " + what + ", " + last);
        }
    }

    /** Checks the wall-clock times. */
    public static void anchors(List<TimeAnchor> anchors) {
        for (int i = 1; i < anchors.size(); i++) {
            if (anchors.get(i).at().compareTo(anchors.get(i - 1).at()) < 0) {
                throw new IllegalArgumentException("anchors: " + anchors.get(i) + " follows " + anchors.get(i - 1)
                        + ", expected none that is earlier");
            }
        }
    }
}
