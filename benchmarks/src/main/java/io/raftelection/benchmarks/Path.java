package io.raftelection.benchmarks;

/** A way to signal a waiting thread. */
interface Path {

    /**
     * Prepares the next signal.
     *
     * @param arrival the waiting thread calls it, if that is not the thread that calls {@link #await}
     */
    default void prepare(Runnable arrival) {}

    /** Waits for the signal. {@return false if another thread waits for it and calls the arrival} */
    default boolean await() throws Exception {
        return false;
    }

    /** Sends the signal. */
    void fire() throws Exception;

    /** Resets the state after the arrival. */
    default void after() {}
}
