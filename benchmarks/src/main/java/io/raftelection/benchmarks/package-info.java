/** Benchmarks. {@link io.raftelection.benchmarks.Evidence} runs them and prints the results. */
@NullMarked
package io.raftelection.benchmarks;

import org.jspecify.annotations.NullMarked;
