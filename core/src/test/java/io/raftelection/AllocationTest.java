package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.LeadershipSink;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * Notifications that nobody waits for allocate little more than what the history keeps of them. The test counts bytes
 * and measures no time. Compiled code allocates less than interpreted code, so the fewest bytes of many rounds count.
 */
final class AllocationTest {
    private static final int MEASUREMENTS = 30;
    private static final int ROUNDS = 20_000;

    @Test
    void acquisitionWithItsLossAllocatesAtMost190Bytes() throws Exception {
        assertThat(bytesPerRound((sink, term) -> {
                    sink.acquired(term);
                    sink.lost();
                }))
                .isBetween(50L, 190L);
    }

    @Test
    void viewAllocatesAtMost88Bytes() throws Exception {
        assertThat(bytesPerRound((sink, term) -> sink.follows(S2, term))).isBetween(30L, 88L);
    }

    private static long bytesPerRound(BiConsumer<LeadershipSink, Long> events) throws Exception {
        var threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        var allocated =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        var terms = new Long[ROUNDS];
        long fewest = Long.MAX_VALUE;
        try (var tracker = Tracker.lenient("orders")) {
            var sink = tracker.track(S1);
            for (int measurement = 0; measurement < MEASUREMENTS; measurement++) {
                for (int i = 0; i < ROUNDS; i++) {
                    terms[i] = 1L + i + (long) measurement * ROUNDS;
                }
                long before = (long) allocated.invoke(threads);
                for (var term : terms) {
                    events.accept(sink, term);
                }
                fewest = Math.min(fewest, (long) allocated.invoke(threads) - before);
            }
        }
        System.out.println("allocated: " + (fewest / ROUNDS) + " bytes per round");
        return fewest / ROUNDS;
    }
}
