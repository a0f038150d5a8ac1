/** The types that an adapter for a Raft engine implements or receives. */
package io.raftelection.spi;
