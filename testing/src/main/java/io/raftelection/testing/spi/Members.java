package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.testing.TestCluster;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * The servers of a {@link TestCluster}, and its words for those that are not among them.
 *
 * @param servers 1 to {@value #MAX} different ones
 */
public record Members(List<ServerId> servers) {

    /** How many servers a cluster may have. */
    public static final int MAX = 9;

    /**
     * Checks how many they are.
     *
     * @param servers different ones
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public Members {
        Objects.requireNonNull(servers, "servers: is null");
        if (servers.stream().anyMatch(Objects::isNull)) {
            throw new NullPointerException("servers: " + servers + ", expected no null among them");
        }
        servers = List.copyOf(servers);
        if (servers.isEmpty() || servers.size() > MAX || new HashSet<>(servers).size() < servers.size()) {
            throw new IllegalArgumentException(
                    "servers: " + named(servers) + ", expected 1 to " + MAX + " different ones");
        }
    }

    /**
     * Checks that a server is of this cluster.
     *
     * @param server any
     * @throws IllegalArgumentException if it is not
     */
    public void check(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        if (!servers.contains(server)) {
            throw new IllegalArgumentException(
                    "server " + server + ": not of this cluster, expected one of " + servers);
        }
    }

    /** As many of them as a cluster may have, and how many there are in all. */
    private static String named(List<ServerId> servers) {
        return servers.size() <= MAX + 1
                ? servers.toString()
                : servers.subList(0, MAX + 1) + " and " + (servers.size() - MAX - 1) + " more";
    }
}
