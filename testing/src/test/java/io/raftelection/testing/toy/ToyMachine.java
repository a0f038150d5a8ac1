package io.raftelection.testing.toy;

/** The user's state machine. */
@FunctionalInterface
interface ToyMachine {

    /** Applies a command that is committed. */
    void apply(String command);
}
