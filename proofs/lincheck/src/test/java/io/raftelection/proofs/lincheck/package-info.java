/** Checks linearizability with three and more threads under Lincheck, starting with {@link TrackerOperations}. */
@NullMarked
package io.raftelection.proofs.lincheck;

import org.jspecify.annotations.NullMarked;
