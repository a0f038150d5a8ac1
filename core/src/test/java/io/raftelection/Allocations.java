package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;

import io.raftelection.spi.LeadershipSink;
import java.util.function.ObjLongConsumer;

/** A program that {@link AllocationTest} runs. It prints how many bytes a kind of event allocates. */
final class Allocations {
    private static final int ROUNDS = 5_000;

    private Allocations() {}

    @SuppressWarnings("SystemOut") // its only way to answer
    public static void main(String[] arguments) throws Exception {
        System.out.println(
                switch (arguments[0]) {
                    case "acquired and lost" -> bytes(Allocations::acquiredAndLost);
                    case "follows" -> bytes((sink, term) -> sink.follows(S2, term));
                    default -> throw new IllegalArgumentException(arguments[0]);
                });
    }

    private static void acquiredAndLost(LeadershipSink sink, long term) {
        sink.acquired(term);
        sink.lost();
    }

    /** Measures after as many rounds, in which the history has become full and all classes are loaded. */
    private static long bytes(ObjLongConsumer<LeadershipSink> events) throws Exception {
        try (var tracker = Tracker.lenient("orders")) {
            var sink = tracker.track(S1);
            for (long term = 1; term <= ROUNDS; term++) {
                events.accept(sink, term);
            }
            long before = allocated();
            for (long term = ROUNDS + 1; term <= 2 * ROUNDS; term++) {
                events.accept(sink, term);
            }
            return (allocated() - before) / ROUNDS;
        }
    }

    /** Uses reflection, because the module of the tests does not read jdk.management. */
    private static long allocated() throws Exception {
        var threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getThreadAllocatedBytes", long.class)
                .invoke(threads, Thread.currentThread().getId());
    }
}
