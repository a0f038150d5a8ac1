/**
 * Scenarios as text, played on manual time: {@link io.raftelection.testing.scenario.Scenario}. They are golden files of
 * what a tracker makes of a sequence of notifications.
 */
package io.raftelection.testing.scenario;
