package io.raftelection;

/** Somebody's wish to be told, until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /**
     * Ends the subscription. Returns at once, any number of times, from any thread. A call that is under way on another
     * thread runs to its end; none starts after it.
     */
    @Override
    void close();
}
