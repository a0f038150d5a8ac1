/**
 * A complete service with one Raft server per process: it waits until it leads and is ready, does work that only the
 * leader may do, sends a fencing token with each write, and redirects requests to the leader.
 */
@NullMarked
package io.raftelection.examples.production;

import org.jspecify.annotations.NullMarked;
