/** jgroups-raft for test clusters in this JVM: {@link io.raftelection.jgroups.testing.JGroupsRaftEngine}. */
@NullMarked
package io.raftelection.jgroups.testing;

import org.jspecify.annotations.NullMarked;
