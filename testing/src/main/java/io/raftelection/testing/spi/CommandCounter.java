package io.raftelection.testing.spi;

/**
 * Counts what one server's state machine does. The engine calls it after the user's state machine has done it and
 * before any client receives the answer. Safe for use by many threads; no method blocks or throws.
 */
public interface CommandCounter {

    /** Counts a command of the user that was applied. */
    void applied();

    /** Counts a snapshot that was taken. */
    void snapshotTaken();

    /** Counts a snapshot from which the state was restored. */
    void restored();
}
