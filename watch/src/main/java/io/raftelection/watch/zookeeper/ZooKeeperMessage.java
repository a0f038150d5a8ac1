package io.raftelection.watch.zookeeper;

import java.util.List;

/** What ZooKeeper's client says: in the order in which the server sent it. */
sealed interface ZooKeeperMessage {
    /** The client is connected. */
    record Connected() implements ZooKeeperMessage {}

    /** A node was created. */
    record Created(String path) implements ZooKeeperMessage {}

    /** A node was deleted. */
    record Deleted(String path) implements ZooKeeperMessage {}

    /** The names of the children, which is the answer to a question. */
    record Children(List<String> names) implements ZooKeeperMessage {}

    /** The session or a request failed. */
    record Failure(String words) implements ZooKeeperMessage {}
}
