package io.raftelection.microraft;

/** How a message travels: at once, later, twice or never. */
@FunctionalInterface
interface Courier {

    void carry(Runnable delivery);
}
