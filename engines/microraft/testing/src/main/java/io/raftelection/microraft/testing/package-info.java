/**
 * Clusters of MicroRaft for tests, in this JVM: {@link io.raftelection.microraft.testing.MicroRaftCluster} and
 * {@link io.raftelection.microraft.testing.SimulatedCluster}, which runs in virtual time.
 */
@NullMarked
package io.raftelection.microraft.testing;

import org.jspecify.annotations.NullMarked;
