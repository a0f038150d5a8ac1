package io.raftelection;

import io.raftelection.internal.Checks;
import java.util.Optional;

/**
 * The state of one server in a tracker.
 *
 * @param server the server
 * @param role its role
 * @param lastEvent its last event; empty if nothing was reported yet
 * @param view whom it believes to be the leader; empty if that is unknown
 */
public record Standing(ServerId server, Role role, Optional<LeadershipEvent> lastEvent, Optional<View> view) {

    /**
     * Checks that nothing is null.
     *
     * @param server the server
     * @param role its role
     * @param lastEvent the last event of the server
     * @param view the view of the server
     */
    public Standing {
        Checks.notNull(server, "server");
        Checks.notNull(role, "role");
        Checks.notNull(lastEvent, "lastEvent");
        Checks.notNull(view, "view");
    }

    /** The role of a server. */
    public enum Role {
        /** It does not lead, and no expectation waits for it. */
        FOLLOWING,
        /** It does not lead, and an expectation waits for it. */
        EXPECTED,
        /** It leads. */
        LEADING,
        /** It receives the log and does not vote, as the latest known configuration says. */
        LEARNER,
        /** It does not belong to the cluster, as the latest known configuration says. */
        NON_MEMBER,
        /** The tracker no longer follows it. */
        CLOSED
    }
}
