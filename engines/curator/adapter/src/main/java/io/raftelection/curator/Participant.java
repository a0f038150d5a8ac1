package io.raftelection.curator;

import io.raftelection.ServerId;

/**
 * A participant in an election: a node in ZooKeeper.
 *
 * @param node the name of its node
 * @param name the name of its server
 * @param token the transaction that created the node
 * @param isOwn whether the node belongs to the session of this client
 */
record Participant(String node, ServerId name, long token, boolean isOwn) {}
