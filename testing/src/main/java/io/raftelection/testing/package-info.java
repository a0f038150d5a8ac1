/**
 * Tests of applications on Raft, with any test framework.
 *
 * <p>{@link io.raftelection.testing.scenario.Scenario} defines scenarios as text, which run in manual time.
 * {@link io.raftelection.testing.scenario.ScenarioFile} checks one.
 *
 * <p>{@link io.raftelection.testing.TestCluster} runs real servers of a Raft engine. Each engine's module implements a
 * part of it.
 */
package io.raftelection.testing;
