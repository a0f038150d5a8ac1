/** Reports the leadership of Apache Ratis servers to a tracker: {@link io.raftelection.ratis.RatisLeadership}. */
@NullMarked
package io.raftelection.ratis;

import org.jspecify.annotations.NullMarked;
