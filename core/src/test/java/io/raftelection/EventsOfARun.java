package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;

import java.util.stream.Collectors;

/** A program that {@link FlightRecorderOfOtherJvmsTest} runs. It prints the events of a tracker. */
final class EventsOfARun {

    private EventsOfARun() {}

    @SuppressWarnings("SystemOut") // its only way to answer
    public static void main(String[] arguments) throws Exception {
        try (var tracker = Tracker.strict("orders")) {
            var s1 = tracker.track(S1);
            var s2 = tracker.track(S2);
            var future = tracker.expect(S1, FIVE);
            s1.acquired(1);
            s2.follows(S1, 1);
            future.done();
            s1.lost();
            s2.acquired(2); // an anomaly
            System.out.println(tracker.history().events().stream()
                    .map(event -> event.toString().replaceFirst("^\\S+ ", ""))
                    .collect(Collectors.joining(", ")));
        }
    }
}
