/** Watches PostgreSQL clusters that Patroni manages: see {@link io.raftelection.watch.patroni.Patroni}. */
package io.raftelection.watch.patroni;
