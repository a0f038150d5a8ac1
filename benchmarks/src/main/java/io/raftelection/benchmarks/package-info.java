/** What it costs, measured: {@link io.raftelection.benchmarks.Evidence} is the door. */
@NullMarked
package io.raftelection.benchmarks;

import org.jspecify.annotations.NullMarked;
