/**
 * Supports tests with JUnit 5.10 and later, and JUnit 6. {@link io.raftelection.junit.RaftCluster} starts a real
 * cluster for a test, and the test chooses the leader.
 */
package io.raftelection.junit;
