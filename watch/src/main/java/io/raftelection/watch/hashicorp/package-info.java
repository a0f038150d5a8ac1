/** Watches servers that use HashiCorp raft: see {@link io.raftelection.watch.hashicorp.HashicorpRaft}. */
package io.raftelection.watch.hashicorp;
