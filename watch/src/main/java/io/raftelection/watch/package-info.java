/**
 * Tracks the leaders of clusters that already run, without changing them: see {@link io.raftelection.watch.Watch}.
 *
 * <p>A system that is asked implements {@link io.raftelection.watch.PolledSystem}. A system that pushes implements
 * {@link io.raftelection.watch.WatchSource}.
 */
package io.raftelection.watch;
