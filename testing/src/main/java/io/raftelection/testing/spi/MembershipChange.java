package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import java.util.List;

/**
 * A change of the configuration by one server. Engines that take whole configurations read the lists, and engines that
 * take one step read the server and what it becomes.
 *
 * @param server the server that changes
 * @param kind what it becomes
 * @param voters all voters after the change, in the order in which they joined
 * @param learners all learners after the change, in the order in which they joined
 */
public record MembershipChange(ServerId server, Kind kind, List<ServerId> voters, List<ServerId> learners) {

    /** What a server becomes. */
    public enum Kind {
        /** A voter; the server was a learner, or outside the configuration. */
        VOTER,
        /** A learner: it receives entries, and neither votes nor counts. The server was outside the configuration. */
        LEARNER,
        /** It leaves the configuration; it was a voter or a learner. */
        REMOVED
    }

    /**
     * Copies the lists.
     *
     * @param server the server that changes
     * @param kind what it becomes
     * @param voters all voters after the change
     * @param learners all learners after the change
     */
    public MembershipChange {
        voters = List.copyOf(voters);
        learners = List.copyOf(learners);
    }
}
