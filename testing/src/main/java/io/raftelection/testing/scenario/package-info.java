/**
 * Scenarios as text, which run in manual time: {@link io.raftelection.testing.scenario.Scenario}. They are golden files
 * with the effects of a sequence of notifications.
 */
package io.raftelection.testing.scenario;
