package io.raftelection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A program that {@link StallTest} stops and lets go on. It prints its stall, and the cause of a loss after it. */
final class Stalled {
    private Stalled() {}

    @SuppressWarnings("SystemOut") // its only way to answer
    public static void main(String[] arguments) throws Exception {
        try (var tracker =
                Tracker.builder("stalled").stalls(Duration.ofSeconds(1)).build()) {
            var sink = tracker.track(ServerId.of("s1"));
            sink.acquired(1);
            var stalled = new CompletableFuture<Fact>();
            tracker.subscribe(new LeadershipListener() {
                @Override
                public void on(LeadershipEvent event) {}

                @Override
                public void fact(Fact fact) {
                    stalled.complete(fact);
                }
            });
            System.out.println("runs");
            var stall = stalled.join();
            sink.lost();
            var causes = tracker.history().causes();
            System.out.println(stall + ", cause " + causes.get(1).cause().kind().words());
        }
    }
}
