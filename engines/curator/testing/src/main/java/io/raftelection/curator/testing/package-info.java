/** Apache Curator for test clusters in this JVM: {@link io.raftelection.curator.testing.CuratorEngine}. */
@NullMarked
package io.raftelection.curator.testing;

import org.jspecify.annotations.NullMarked;
