package io.raftelection.internal;

import io.raftelection.Polling;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Servers that are looked at: what their looks have in common. */
public final class PolledCluster implements Polling {
    private final PolledLeadership settings;
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong heldBack = new AtomicLong();

    /** Whether a bad number at random was warned of. */
    private final AtomicBoolean warned = new AtomicBoolean();

    PolledCluster(PolledLeadership settings) {
        this.settings = settings;
    }

    Duration timeout() {
        return settings.timeout();
    }

    /**
     * How long to wait until the next look, after so many failures in a row. Asks for a number at random: foreign code.
     * Where that fails, the pause is not made longer, and the first such failure is handed to the warning.
     */
    Duration pause(int failuresInARow, Consumer<String> warning) {
        var interval = settings.interval();
        var longest = interval.compareTo(settings.backOff()) > 0 ? interval : settings.backOff();
        var pause = interval;
        for (int i = 0; i < failuresInARow && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return (pause.compareTo(longest) > 0 ? longest : pause).plusNanos(jitter(warning));
    }

    private long jitter(Consumer<String> warning) {
        String problem;
        try {
            double random = settings.random().getAsDouble();
            if (random >= 0 && random < 1) {
                return (long) (random * settings.jitter().toNanos());
            }
            problem = "random: " + random + ", expected 0 to below 1";
        } catch (Throwable e) {
            problem = "random: " + FailureReason.of(e);
        }
        if (!warned.getAndSet(true)) {
            warning.accept(problem + "; polling goes on without jitter");
        }
        return 0;
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

    /** {@return for example {@code polling of 3 servers: 120 polls, 2 failures, 0 rejected claims}} */
    @Override
    public String toString() {
        return "polling of " + count(settings.probes().size(), "server") + ": " + count(looks(), "poll") + ", "
                + count(failures(), "failure") + ", " + count(heldBack(), "rejected claim");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
