package io.raftelection.benchmarks;

/** Many things of a kind, to be weighed. What it needs beside them, it has before {@link #make()}. */
interface Herd {

    /** Makes them all, and keeps them. */
    void make();

    /** Closes them all. */
    default void close() {}
}
