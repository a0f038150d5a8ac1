/** The servers of a ZooKeeper ensemble, asked through the AdminServer. */
package io.raftelection.watch.zookeeper;
