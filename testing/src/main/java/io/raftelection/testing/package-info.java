/**
 * For tests of any framework.
 *
 * <p>Scenarios as text, played on manual time: {@link io.raftelection.testing.scenario.Scenario} says how they are
 * written, {@link io.raftelection.testing.scenario.ScenarioFile} checks one.
 *
 * <p>Real clusters of a Raft engine: {@link io.raftelection.testing.TestCluster}, which each engine's module
 * implements.
 */
package io.raftelection.testing;
