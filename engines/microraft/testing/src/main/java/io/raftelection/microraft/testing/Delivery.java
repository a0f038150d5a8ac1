package io.raftelection.microraft.testing;

/** How a message travels: at once, later, twice or never. */
@FunctionalInterface
interface Delivery {

    void deliver(Runnable message);
}
