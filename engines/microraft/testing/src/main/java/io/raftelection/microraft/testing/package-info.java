/**
 * MicroRaft for test clusters: {@link io.raftelection.microraft.testing.MicroRaftEngine}, and
 * {@link io.raftelection.microraft.testing.SimulatedCluster}, which runs in virtual time.
 */
@NullMarked
package io.raftelection.microraft.testing;

import org.jspecify.annotations.NullMarked;
