/**
 * Assertions in the style of AssertJ: {@link io.raftelection.testing.assertions.ElectionAssertions} has them all. They
 * need AssertJ.
 */
package io.raftelection.testing.assertions;
