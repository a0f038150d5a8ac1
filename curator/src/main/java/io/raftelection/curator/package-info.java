/**
 * The adapter to Apache Curator's leader latch, {@link io.raftelection.curator.CuratorLeadership}, and a real cluster
 * of latches in this JVM, {@link io.raftelection.curator.CuratorCluster}.
 */
@NullMarked
package io.raftelection.curator;

import org.jspecify.annotations.NullMarked;
