package io.raftelection.curator;

import io.raftelection.ServerId;
import java.util.Optional;

/**
 * A participant in an election: a node in ZooKeeper.
 *
 * @param node the name of its node
 * @param name the name of its server; empty if it has no id
 * @param token the transaction that created the node
 * @param isOwn whether the node belongs to the session of this client
 */
record Participant(String node, Optional<ServerId> name, long token, boolean isOwn) {}
