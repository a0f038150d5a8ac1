/**
 * The contract that every adapter is held to, on a real cluster of its engine:
 * {@link io.raftelection.testing.contract.AdapterContract}. Needs JUnit Jupiter and AssertJ.
 */
package io.raftelection.testing.contract;
