/**
 * Tracks which server leads a Raft cluster. {@link io.raftelection.Tracker} is the entry point.
 *
 * <p>No method takes or returns {@code null}. All types except builders are safe for use by many threads.
 */
package io.raftelection;
