package io.raftelection.examples;

import io.raftelection.Leadership;
import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;

/** A tracker without an engine: the example calls the sink itself. */
public final class FirstExample {
    private FirstExample() {}

    /**
     * Runs the example.
     *
     * @param args ignored
     * @throws InterruptedException if the thread was interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        // region first
        try (Tracker tracker = Tracker.strict("orders")) {
            LeadershipSink s1 = tracker.track(ServerId.of("s1")); // the engine's adapter calls this
            LeadershipFuture future = tracker.expect(ServerId.of("s1"), Duration.ofSeconds(5));
            s1.acquired(7); // the engine reports that s1 won term 7
            Leadership leadership = future.done(); // or a LeadershipTimeoutException, which names every server's state
            leadership.lost().thenAccept(loss -> System.out.println("s1 lost leadership: " + loss.cause()));
            s1.lost();
            System.out.println(tracker.history()); // 0.004s s1 acquired term 7 ...
        }
        // endregion
    }
}
