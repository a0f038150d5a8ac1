/**
 * The contract of every adapter, checked on real clusters of its engine:
 * {@link io.raftelection.testing.contract.AdapterContract}. It needs JUnit Jupiter and AssertJ.
 */
package io.raftelection.testing.contract;
