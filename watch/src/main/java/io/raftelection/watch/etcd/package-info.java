/** Watches the members of etcd clusters: see {@link io.raftelection.watch.etcd.EtcdMembers}. */
package io.raftelection.watch.etcd;
