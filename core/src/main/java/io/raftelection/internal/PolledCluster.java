package io.raftelection.internal;

import io.raftelection.Polling;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The settings and the counters that the servers of one polled system share. Safe for use by many threads. */
public final class PolledCluster implements Polling {
    private final PolledLeadership settings;
    private final AtomicLong polls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong rejectedClaims = new AtomicLong();

    /** Whether a failure of the source of randomness was logged. */
    private final AtomicBoolean warned = new AtomicBoolean();

    PolledCluster(PolledLeadership settings) {
        this.settings = settings;
    }

    Duration timeout() {
        return settings.timeout();
    }

    /**
     * Returns the pause until the next poll. It calls the user's source of randomness, which is foreign code. If that
     * fails, the pause has no jitter, and the first such failure is passed to {@code warning}.
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

    void countPoll() {
        polls.incrementAndGet();
    }

    void countFailure() {
        failures.incrementAndGet();
    }

    void countRejectedClaim() {
        rejectedClaims.incrementAndGet();
    }

    @Override
    public long polls() {
        return polls.get();
    }

    @Override
    public long failures() {
        return failures.get();
    }

    @Override
    public long rejectedClaims() {
        return rejectedClaims.get();
    }

    /** {@return for example {@code polling of 3 servers: 120 polls, 2 failures, 0 rejected claims}} */
    @Override
    public String toString() {
        return "polling of " + count(settings.probes().size(), "server") + ": " + count(polls(), "poll") + ", "
                + count(failures(), "failure") + ", " + count(rejectedClaims(), "rejected claim");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
