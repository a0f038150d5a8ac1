/**
 * Scenarios as text, played on manual time. {@link io.raftelection.testing.Scenario} says how they are written,
 * {@link io.raftelection.testing.ScenarioFile} checks one in a test of any framework.
 */
package io.raftelection.testing;
