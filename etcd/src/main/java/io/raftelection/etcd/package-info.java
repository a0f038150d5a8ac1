/**
 * Polls the members of an etcd cluster, because etcd does not push leadership changes: see
 * {@link io.raftelection.etcd.EtcdLeadership}.
 */
@NullMarked
package io.raftelection.etcd;

import org.jspecify.annotations.NullMarked;
