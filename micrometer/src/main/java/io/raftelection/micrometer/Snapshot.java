package io.raftelection.micrometer;

import io.raftelection.ServerId;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The present state of a cluster, for the gauges.
 *
 * @param leading the servers that lead
 * @param term the latest term that was reported
 * @param reporting how many servers report something
 * @param time for how long a leader was known and not known
 */
record Snapshot(Set<ServerId> leading, OptionalLong term, int reporting, KnowledgeTime time) {}
