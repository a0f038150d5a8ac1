/** Three threads and more, under Lincheck. {@link TrackerOperations} is the door. */
@NullMarked
package io.raftelection.proofs.lincheck;

import org.jspecify.annotations.NullMarked;
