/** SOFAJRaft for test clusters: {@link io.raftelection.jraft.testing.JRaftEngine}. */
@NullMarked
package io.raftelection.jraft.testing;

import org.jspecify.annotations.NullMarked;
