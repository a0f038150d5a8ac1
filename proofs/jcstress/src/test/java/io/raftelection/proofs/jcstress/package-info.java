/** Races every pair of tracker operations on two threads under jcstress, starting with {@link EveryPair}. */
@NullMarked
package io.raftelection.proofs.jcstress;

import org.jspecify.annotations.NullMarked;
