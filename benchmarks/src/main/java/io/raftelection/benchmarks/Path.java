package io.raftelection.benchmarks;

/** A way from one thread to another that waits. */
interface Path {

    /**
     * Makes ready for the next time.
     *
     * @param arrival to be called by the waiting thread, where that is not the one that calls {@link #await}
     */
    default void prepare(Runnable arrival) {}

    /** Waits for the signal; {@code false} where another thread waits for it, and calls the arrival. */
    default boolean await() throws Exception {
        return false;
    }

    /** Signals. */
    void fire() throws Exception;

    /** Tidies up after the arrival. */
    default void after() {}
}
