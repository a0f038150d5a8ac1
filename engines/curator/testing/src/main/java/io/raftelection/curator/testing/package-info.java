/** Clusters of Apache Curator for tests, in this JVM: {@link io.raftelection.curator.testing.CuratorCluster}. */
@NullMarked
package io.raftelection.curator.testing;

import org.jspecify.annotations.NullMarked;
