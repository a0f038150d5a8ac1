/**
 * A small Raft engine, its adapter and its part of a test cluster. {@code docs/adding-an-engine.md} takes its snippets
 * from here, and the contracts show that its steps are enough.
 *
 * <p>{@code ToyRaft}, {@code ToyLeader}, {@code ToyDisk}, {@code ToyMessage}, {@code ToyNetwork} and their interfaces
 * are the engine. {@code ToyLeadership} is the adapter. {@code ToyEngine}, {@code ToyRuntime}, {@code ToyServer} and
 * {@code ToyGate} are what a testing module holds.
 */
package io.raftelection.testing.toy;
