/**
 * Assertions in the style of AssertJ, which they need: {@link io.raftelection.testing.assertions.ElectionAssertions}
 * has them all.
 */
package io.raftelection.testing.assertions;
