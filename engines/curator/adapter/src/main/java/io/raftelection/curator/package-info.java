/** Reports the leadership of Apache Curator servers to a tracker: {@link io.raftelection.curator.CuratorLeadership}. */
@NullMarked
package io.raftelection.curator;

import org.jspecify.annotations.NullMarked;
