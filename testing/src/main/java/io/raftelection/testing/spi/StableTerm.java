package io.raftelection.testing.spi;

import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Reads several values of a running server that all belong to one term. Engines change the term and, for example, the
 * leader one after the other, so values that are read meanwhile can contradict each other.
 */
public final class StableTerm {
    private StableTerm() {}

    /**
     * {@return values that were read while the term did not change} If it changes, they are read again.
     *
     * @param term returns the server's present term, which never decreases
     * @param values reads the values in that term
     * @param <T> the type of the values
     */
    public static <T> T read(LongSupplier term, LongFunction<T> values) {
        Objects.requireNonNull(term, "term: is null");
        Objects.requireNonNull(values, "values: is null");
        long present = term.getAsLong();
        while (true) {
            T result = values.apply(present);
            long after = term.getAsLong();
            if (after == present) {
                return result;
            }
            present = after;
        }
    }
}
