/**
 * The adapter to Apache Ratis, {@link io.raftelection.ratis.RatisLeadership}, and a real cluster of it in this JVM,
 * {@link io.raftelection.ratis.RatisCluster}.
 */
@NullMarked
package io.raftelection.ratis;

import org.jspecify.annotations.NullMarked;
