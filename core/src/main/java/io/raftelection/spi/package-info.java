/** What an adapter for a Raft engine implements or is handed, and nothing else. */
package io.raftelection.spi;
