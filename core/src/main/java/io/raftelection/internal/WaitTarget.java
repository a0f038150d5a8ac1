package io.raftelection.internal;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Set;

/**
 * What a caller waits for: the servers, and how long.
 *
 * @param servers the servers; empty for any server
 * @param timeout the longest wait
 * @param since the start of the wait, in nanoseconds from the start of the tracker
 */
record WaitTarget(Set<ServerId> servers, Duration timeout, long since) {

    boolean includes(ServerId server) {
        return servers.isEmpty() || servers.contains(server);
    }

    Duration deadline() {
        return timeout.plusNanos(since);
    }

    /** Names the servers, as in {@code server s1}. */
    String subject() {
        return switch (servers.size()) {
            case 0 -> "any server";
            case 1 -> "server " + servers.iterator().next();
            default -> "servers " + Shown.list(servers);
        };
    }

    @Override
    public String toString() {
        return subject() + " within " + timeout;
    }
}
