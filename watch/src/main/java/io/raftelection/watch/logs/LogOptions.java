package io.raftelection.watch.logs;

import io.raftelection.ServerId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How logs are read.
 *
 * @param definitions the systems that may have written them; the first one that matches a line of a log is taken
 * @param group the Raft group to read; all groups if it is empty
 * @param cluster the name of the cluster in the histories; that of the group or of the system if it is empty
 */
public record LogOptions(List<LogDefinition> definitions, Optional<String> group, Optional<String> cluster) {

    /**
     * Checks that nothing is null.
     *
     * @param definitions the systems that may have written them
     * @param group the Raft group to read
     * @param cluster the name of the cluster
     * @throws IllegalArgumentException if there is no definition, or if the name of the cluster breaks the rules of
     *     {@link ServerId}
     */
    public LogOptions {
        definitions = List.copyOf(definitions);
        Objects.requireNonNull(group, "group: is null");
        Objects.requireNonNull(cluster, "cluster: is null");
        cluster.ifPresent(ServerId::of);
        if (definitions.isEmpty()) {
            throw new IllegalArgumentException("definitions: is empty, expected at least one");
        }
    }

    /** {@return the built-in definitions, all groups, and the cluster's own name} */
    public static LogOptions defaults() {
        return new LogOptions(LogDefinition.builtIn(), Optional.empty(), Optional.empty());
    }

    /** {@return the name of the cluster in the history of a group} */
    String clusterOf(String group, String system) {
        return cluster.orElse(group.isEmpty() ? system : group);
    }
}
