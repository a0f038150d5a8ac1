package io.raftelection.watch.jmx;

import java.time.Duration;
import java.util.Locale;

/** The end of the time that a request may take. Immutable. */
final class Deadline {
    private final Duration timeout;
    private final long end;

    private Deadline(Duration timeout) {
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
    }

    static Deadline in(Duration timeout) {
        return new Deadline(timeout);
    }

    /** {@return the time that is left, at least zero} */
    long leftNanos() {
        return Math.max(0, end - System.nanoTime());
    }

    /**
     * {@return the time that is left, rounded up, at least 1}
     *
     * @throws JmxException if there is none
     */
    int leftMillis() throws JmxException {
        long left = leftNanos();
        if (left == 0) {
            throw exceeded();
        }
        return (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
    }

    JmxException exceeded() {
        return new JmxException(
                String.format(Locale.ROOT, "no answer within %d.%03ds", timeout.toSeconds(), timeout.toMillisPart()));
    }
}
