/**
 * For who makes a {@link io.raftelection.testing.TestCluster} of an engine: what every cluster has to keep, and what
 * its transport and its state machines ask and tell.
 */
package io.raftelection.testing.spi;
