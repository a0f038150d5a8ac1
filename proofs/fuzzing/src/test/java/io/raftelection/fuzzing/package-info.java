/** What must hold of every parser whatever it is given, and fuzzing that looks for an input of which it does not. */
@NullMarked
package io.raftelection.fuzzing;

import org.jspecify.annotations.NullMarked;
