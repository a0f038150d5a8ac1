package io.raftelection.watch.logs;

import java.time.Instant;

/**
 * A Raft group in logs that are followed.
 *
 * @param group its name, which is empty if the logs name no groups
 * @param cluster the name of the cluster: the given one, or that of the group or the system
 * @param startedAt the wall-clock time from which the times of its events count: that of its first line
 */
public record LogGroup(String group, String cluster, Instant startedAt) {}
