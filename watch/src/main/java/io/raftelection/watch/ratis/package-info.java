/** Watches the servers of Apache Ratis: see {@link io.raftelection.watch.ratis.RatisServers}. */
package io.raftelection.watch.ratis;
