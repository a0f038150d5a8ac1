/**
 * Know who leads a Raft cluster, since when, and prove it. {@link io.raftelection.Tracker} is the door.
 *
 * <p>Nothing here takes or returns {@code null}. Every type is safe for use by many threads.
 */
package io.raftelection;
