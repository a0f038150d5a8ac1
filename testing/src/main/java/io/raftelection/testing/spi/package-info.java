/**
 * For engines: what an engine implements so that tests can run clusters of it,
 * {@link io.raftelection.testing.spi.EngineRuntime} and {@link io.raftelection.testing.spi.EngineServer}, and what it
 * is given.
 */
package io.raftelection.testing.spi;
