/** Clusters of Apache Ratis for tests, in this JVM: {@link io.raftelection.ratis.testing.RatisCluster}. */
@NullMarked
package io.raftelection.ratis.testing;

import org.jspecify.annotations.NullMarked;
