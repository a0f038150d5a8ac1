package io.raftelection;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The wall-clock time of a moment of a history. It applies until the next anchor. A history has one anchor for each
 * time that the system clock was set or the machine was suspended.
 *
 * @param at the moment, counted from the start of the history
 * @param instant the wall-clock time of that moment
 */
public record TimeAnchor(Duration at, Instant instant) {

    /**
     * Checks the anchor.
     *
     * @param at the moment, counted from the start of the history
     * @param instant the wall-clock time of that moment
     */
    public TimeAnchor {
        Objects.requireNonNull(at, "at: is null");
        Objects.requireNonNull(instant, "instant: is null");
    }

    /**
     * {@return the wall-clock time of another moment, calculated from this one}
     *
     * @param moment the moment, counted from the start of the history
     */
    public Instant instant(Duration moment) {
        try {
            return instant.plus(moment.minus(at));
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX;
        }
    }
}
