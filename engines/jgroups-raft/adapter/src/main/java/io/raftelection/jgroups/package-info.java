/**
 * Reports the leadership of jgroups-raft servers to a tracker: {@link io.raftelection.jgroups.JGroupsRaftLeadership}.
 */
@NullMarked
package io.raftelection.jgroups;

import org.jspecify.annotations.NullMarked;
