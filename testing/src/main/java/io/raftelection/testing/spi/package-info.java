/**
 * The interfaces for engines. An engine implements {@link io.raftelection.testing.spi.EngineRuntime} and
 * {@link io.raftelection.testing.spi.EngineServer}, so that tests can run clusters of it. The other types are its
 * arguments.
 */
package io.raftelection.testing.spi;
