/** Apache Ratis for test clusters: {@link io.raftelection.ratis.testing.RatisEngine}. */
@NullMarked
package io.raftelection.ratis.testing;

import org.jspecify.annotations.NullMarked;
