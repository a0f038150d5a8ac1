package io.raftelection.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What reading allocates, beside what it reads. */
public final class Memory {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a parser may allocate for a text of nothing: buffers, tables. */
    private static final long ALLOWANCE = 4 << 20;

    /** So many bytes more for each character. */
    private static final long PER_CHARACTER = 4096;

    private Memory() {}

    /** Something that allocates. */
    public interface Reading {

        /**
         * Does it.
         *
         * @return how many characters there were to read and to print
         */
        int characters();
    }

    /**
     * Checks that reading does not take memory out of proportion. Classes are loaded once: what takes too much is asked
     * again.
     *
     * @param reading what allocates, the same each time
     */
    public static void check(Reading reading) {
        if (excess(reading) > 0) {
            long excess = excess(reading);
            Property.check(excess <= 0, "takes " + excess + " bytes more than it may");
        }
    }

    private static long excess(Reading reading) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int characters = reading.characters();
        return THREADS.getCurrentThreadAllocatedBytes() - before - ALLOWANCE - PER_CHARACTER * characters;
    }
}
