package io.raftelection.benchmarks;

/** Many objects of one kind, to measure. Everything else that they need exists before {@link #make()}. */
interface Population {

    /** Creates all objects and keeps them. */
    void make();

    /** Closes all objects. */
    default void close() {}
}
