/**
 * The adapter to MicroRaft, {@link io.raftelection.microraft.MicroRaftLeadership}, a real cluster of it in this JVM,
 * {@link io.raftelection.microraft.MicroRaftCluster}, and one in virtual time,
 * {@link io.raftelection.microraft.SimulatedCluster}, whose whole life may follow from a seed:
 * {@link io.raftelection.microraft.Simulation}.
 */
@NullMarked
package io.raftelection.microraft;

import org.jspecify.annotations.NullMarked;
