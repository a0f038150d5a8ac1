/** Runs test suites of Apache Ratis with the adapter attached to each server, starting with {@link RatisSuitesTest}. */
@NullMarked
package io.raftelection.proofs.ratis;

import org.jspecify.annotations.NullMarked;
