/** Reports the leadership of MicroRaft servers to a tracker: {@link io.raftelection.microraft.MicroRaftLeadership}. */
@NullMarked
package io.raftelection.microraft;

import org.jspecify.annotations.NullMarked;
