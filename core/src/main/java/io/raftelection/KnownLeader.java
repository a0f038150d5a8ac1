package io.raftelection;

import io.raftelection.internal.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The leader as the tracked servers reported it. The tracker need not track the leader itself.
 *
 * @param server the leader
 * @param term its term; empty if it is unknown
 * @param leadership its leadership, if the leader is tracked here and reported that it leads
 * @param reportedBy the tracked servers that reported it, in the order of their names; the leader itself may be one
 * @param since the time of the first of these reports, counted from the start of the tracker
 */
public record KnownLeader(
        ServerId server, OptionalLong term, Optional<Leadership> leadership, Set<ServerId> reportedBy, Duration since) {

    /**
     * Checks the values, and copies the servers.
     *
     * @param server the leader
     * @param term its term, if it is known
     * @param leadership its leadership, if the leader reported it
     * @param reportedBy the servers that reported it
     * @param since the time of the first report
     * @throws IllegalArgumentException if the term or the time is negative
     */
    public KnownLeader {
        Checks.notNull(server, "server");
        Checks.notNegative(term, "term");
        Checks.notNull(leadership, "leadership");
        reportedBy = Checks.sorted(reportedBy, "reportedBy");
        Checks.notNegative(since, "since");
    }
}
