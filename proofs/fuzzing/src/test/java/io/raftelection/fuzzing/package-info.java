/** Properties that every parser must have for any input, and fuzz tests that search for counterexamples. */
@NullMarked
package io.raftelection.fuzzing;

import org.jspecify.annotations.NullMarked;
