/**
 * Compares what applications believe with what the store says that elects them: see
 * {@link io.raftelection.watch.beside.Beside} and {@link io.raftelection.watch.beside.LiveBeside}.
 */
package io.raftelection.watch.beside;
