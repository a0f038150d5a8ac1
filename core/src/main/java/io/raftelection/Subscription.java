package io.raftelection;

/** A registration that lasts until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /**
     * Ends the registration. It returns at once, and may be called any number of times, from any thread. A notification
     * that is under way on another thread runs to its end; none starts afterwards.
     */
    @Override
    void close();
}
