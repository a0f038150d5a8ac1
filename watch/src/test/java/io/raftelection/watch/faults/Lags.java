package io.raftelection.watch.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long after the lines of the logs leaderships were reported.
 *
 * @param sorted the lags, from the shortest
 */
public record Lags(List<Duration> sorted) {

    /** Sorts the lags. */
    public Lags {
        sorted = sorted.stream().sorted().toList();
    }

    private String percentile(int percent) {
        var lag = sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        return String.format(Locale.ROOT, "%.3fs", lag.toNanos() / 1e9);
    }

    /** {@return for example {@code lag of 5: p50 0.080s, p99 0.150s}} */
    @Override
    public String toString() {
        return "lag of " + sorted.size()
                + (sorted.isEmpty() ? "" : ": p50 " + percentile(50) + ", p99 " + percentile(99));
    }
}
