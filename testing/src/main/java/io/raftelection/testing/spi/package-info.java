/**
 * The interfaces for engines. An engine implements {@link io.raftelection.testing.spi.EngineRuntime} and
 * {@link io.raftelection.testing.spi.EngineServer}, so that tests can run clusters of it. The other types are their
 * arguments, except for {@link io.raftelection.testing.spi.Patience} and
 * {@link io.raftelection.testing.spi.StableTerm}, which help to read the state of a server.
 */
package io.raftelection.testing.spi;
