package io.raftelection;

import io.raftelection.internal.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whom a tracked server believes to be the leader.
 *
 * @param server the server
 * @param leader the leader, which is the server itself if it leads; empty if the server knows of no leader
 * @param term the term of the leader, else of the server; empty if it is unknown
 * @param since the time of the report, counted from the start of the tracker
 */
public record View(ServerId server, Optional<ServerId> leader, OptionalLong term, Duration since) {

    /**
     * Checks the values.
     *
     * @param server the server
     * @param leader the leader, if the server knows of one
     * @param term the term, if it is known
     * @param since the time of the report
     * @throws IllegalArgumentException if the term or the time is negative
     */
    public View {
        Checks.notNull(server, "server");
        Checks.notNull(leader, "leader");
        Checks.notNegative(term, "term");
        Checks.notNegative(since, "since");
    }
}
