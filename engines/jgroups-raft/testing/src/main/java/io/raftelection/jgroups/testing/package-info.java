/** Clusters of jgroups-raft for tests, in this JVM: {@link io.raftelection.jgroups.testing.JGroupsRaftCluster}. */
@NullMarked
package io.raftelection.jgroups.testing;

import org.jspecify.annotations.NullMarked;
