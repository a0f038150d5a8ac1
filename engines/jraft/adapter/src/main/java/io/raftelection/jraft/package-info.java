/** Reports the leadership of SOFAJRaft servers to a tracker: {@link io.raftelection.jraft.JRaftLeadership}. */
@NullMarked
package io.raftelection.jraft;

import org.jspecify.annotations.NullMarked;
