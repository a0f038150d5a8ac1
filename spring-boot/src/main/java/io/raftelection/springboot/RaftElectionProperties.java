package io.raftelection.springboot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of an application.
 *
 * @param server The server of this process, for methods that run while it leads. If it is empty, any tracked server
 *     counts.
 * @param health The health indicator.
 * @param metrics The metrics.
 * @param run The methods that run while a server leads.
 */
@ConfigurationProperties("raft-election")
public record RaftElectionProperties(
        @DefaultValue("") String server,
        @DefaultValue Health health,
        @DefaultValue Metrics metrics,
        @DefaultValue Run run) {

    /** When an application is healthy. */
    public enum Requirement {
        /** A leader is known, whether it is in this process or not. */
        LEADER_KNOWN,
        /** A server of this process leads. */
        LEADING
    }

    /**
     * The health indicator.
     *
     * @param requires What a healthy application needs.
     * @param grace For how long no leader may be known before the status is DOWN. An election takes that long.
     */
    public record Health(
            @DefaultValue("leader-known") Requirement requires,
            @DefaultValue("5s") Duration grace) {}

    /**
     * The metrics.
     *
     * @param maxServers How many servers of a tracker have a value of their own for the tag "server".
     */
    public record Metrics(@DefaultValue("64") int maxServers) {}

    /**
     * The methods that run while a server leads.
     *
     * @param shutdownTimeout How long the application waits for them when it ends.
     */
    public record Run(@DefaultValue("10s") Duration shutdownTimeout) {}
}
