/** Clusters of SOFAJRaft for tests, in this JVM: {@link io.raftelection.jraft.testing.JRaftCluster}. */
@NullMarked
package io.raftelection.jraft.testing;

import org.jspecify.annotations.NullMarked;
