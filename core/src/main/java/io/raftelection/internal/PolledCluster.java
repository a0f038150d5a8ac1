package io.raftelection.internal;

import io.raftelection.Polling;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Servers that are looked at: what their looks have in common. */
public final class PolledCluster implements Polling {
    private final PolledLeadership settings;
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong heldBack = new AtomicLong();

    PolledCluster(PolledLeadership settings) {
        this.settings = settings;
    }

    Duration timeout() {
        return settings.timeout();
    }

    /**
     * How long to wait until the next look, after so many failures in a row. Asks for a number at random: foreign code.
     */
    Duration pause(int failuresInARow) {
        var interval = settings.interval();
        var longest = interval.compareTo(settings.backOff()) > 0 ? interval : settings.backOff();
        var pause = interval;
        for (int i = 0; i < failuresInARow && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        long jitter =
                (long) (settings.random().getAsDouble() * settings.jitter().toNanos());
        return (pause.compareTo(longest) > 0 ? longest : pause).plusNanos(jitter);
    }

    void looked() {
        looks.incrementAndGet();
    }

    void failed() {
        failures.incrementAndGet();
    }

    void heldBackOne() {
        heldBack.incrementAndGet();
    }

    @Override
    public long looks() {
        return looks.get();
    }

    @Override
    public long failures() {
        return failures.get();
    }

    @Override
    public long heldBack() {
        return heldBack.get();
    }
}
