package io.raftelection.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Checks the memory that a parser allocates. */
public final class Memory {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The allowed allocation for an empty text, such as buffers and tables, in bytes. */
    private static final long ALLOWANCE = 4 << 20;

    /** The additional bytes allowed per character. */
    private static final long PER_CHARACTER = 4096;

    private Memory() {}

    /** An operation that allocates. */
    public interface Reading {

        /**
         * Runs the operation.
         *
         * @return the number of characters read and printed
         */
        int characters();
    }

    /**
     * Checks that reading does not allocate too much. It repeats a failed measurement, because the first one includes
     * the loading of classes.
     *
     * @param reading the operation, which must be repeatable
     */
    public static void check(Reading reading) {
        if (excess(reading) > 0) {
            long excess = excess(reading);
            Property.check(excess <= 0, "allocates " + excess + " bytes more than allowed");
        }
    }

    private static long excess(Reading reading) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int characters = reading.characters();
        return THREADS.getCurrentThreadAllocatedBytes() - before - ALLOWANCE - PER_CHARACTER * characters;
    }
}
