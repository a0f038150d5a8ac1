/**
 * The adapter to SOFAJRaft, {@link io.raftelection.jraft.JRaftLeadership}, and a real cluster of it in this JVM,
 * {@link io.raftelection.jraft.JRaftCluster}.
 */
@NullMarked
package io.raftelection.jraft;

import org.jspecify.annotations.NullMarked;
