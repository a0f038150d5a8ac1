/**
 * The adapter to MicroRaft, {@link io.raftelection.microraft.MicroRaftLeadership}, and a real cluster of it in this
 * JVM, {@link io.raftelection.microraft.MicroRaftCluster}.
 */
@NullMarked
package io.raftelection.microraft;

import org.jspecify.annotations.NullMarked;
