/** Metrics of the leadership of a Raft cluster, for Micrometer. */
package io.raftelection.micrometer;
