package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that densities stay exact while their buckets grow. */
final class DensitiesTest {
    private static final ServerId S1 = ServerId.of("s1");

    private final Densities densities = new Densities();
    private final Periods periods = new Periods(densities);

    private void event(long index, long at, String words) {
        var event = LeadershipEvent.parse("0.000s s1 " + words);
        densities.event(at, event);
        periods.event(index, at, event);
    }

    private Densities.Lane lane() {
        return Objects.requireNonNull(densities.lanes().get(S1));
    }

    @Test
    void sumsAreExactWhenBucketsDouble() {
        var random = new Random(7);
        periods.startRun(0);
        long at = 0;
        long led = 0;
        for (int i = 0; i < 2_000; i += 2) {
            at += 1 + random.nextInt(1_000_000_000);
            event(i, at, "acquired term " + i);
            long length = random.nextInt(1_000_000_000);
            led += length;
            at += length;
            event(i + 1, at, "lost term " + i + " (stepped down)");
        }
        periods.endRun(at);

        assertThat(at / densities.length()).isLessThan(Densities.BUCKETS).isGreaterThanOrEqualTo(Densities.BUCKETS / 2);
        assertThat(Arrays.stream(lane().led).sum()).isEqualTo(led);
        assertThat(Arrays.stream(densities.unknown().led).sum()).isEqualTo(at - led);
        assertThat(Arrays.stream(lane().acquired).sum()).isEqualTo(1_000);
        assertThat(Arrays.stream(densities.events()).sum()).isEqualTo(2_000);
        assertThat(Arrays.stream(lane().led).max().orElseThrow()).isLessThanOrEqualTo(densities.length());
    }

    @Test
    void leaderThatStaysIsFullInEveryBucket() {
        periods.startRun(0);
        event(0, 0, "acquired term 1");
        long until = densities.length() * Densities.BUCKETS * 8;
        periods.endRun(until);

        int used = (int) (until / densities.length());
        assertThat(Arrays.stream(lane().led).limit(used)).containsOnly(densities.length());
        assertThat(Arrays.stream(densities.several().led).sum()).isZero();
    }
}
