/** Reports the leadership of applications that use fabric8's {@code LeaderElector}: see {@link Fabric8Leadership}. */
@NullMarked
package io.raftelection.fabric8;

import org.jspecify.annotations.NullMarked;
