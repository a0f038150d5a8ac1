/** The servers of a NATS cluster with JetStream, asked through their monitoring ports. */
package io.raftelection.watch.nats;
