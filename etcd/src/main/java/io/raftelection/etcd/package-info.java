/**
 * Looks at the members of an etcd cluster, which only answers when asked: {@link io.raftelection.etcd.EtcdLeadership}.
 */
@NullMarked
package io.raftelection.etcd;

import org.jspecify.annotations.NullMarked;
