/**
 * The adapter to jgroups-raft, {@link io.raftelection.jgroups.JGroupsRaftLeadership}, and a real cluster of it in this
 * JVM, {@link io.raftelection.jgroups.JGroupsRaftCluster}.
 */
@NullMarked
package io.raftelection.jgroups;

import org.jspecify.annotations.NullMarked;
