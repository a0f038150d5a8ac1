package io.raftelection.examples;

import io.raftelection.Leadership;
import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;

/** The first example of the README. */
public final class FirstExample {
    private FirstExample() {}

    /**
     * Plays the example.
     *
     * @param args not used
     * @throws InterruptedException if it was interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        // region first
        try (Tracker tracker = Tracker.strict("orders")) {
            LeadershipSink s1 = tracker.track(ServerId.of("s1")); // an engine's adapter reports here
            LeadershipFuture future = tracker.expect(ServerId.of("s1"), Duration.ofSeconds(5));
            s1.acquired(7); // said by the engine, when s1 won the election of term 7
            Leadership leadership = future.done(); // or a LeadershipTimeoutException that explains itself
            leadership.lost().thenAccept(loss -> System.out.println("s1 lost leadership: " + loss.cause()));
            s1.lost();
            System.out.println(tracker.history()); // 0.004s s1 acquired term 7 ...
        }
        // endregion
    }
}
