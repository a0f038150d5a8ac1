/** Two threads, every pair of operations of a tracker, under jcstress. {@link EveryPair} is the door. */
@NullMarked
package io.raftelection.proofs.jcstress;

import org.jspecify.annotations.NullMarked;
