/**
 * For tests with JUnit 5.10 and later, or 6: {@link io.raftelection.junit.RaftCluster} gives a test a real cluster, and
 * the test decides who leads it.
 */
package io.raftelection.junit;
