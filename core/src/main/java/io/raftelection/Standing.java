package io.raftelection;

import io.raftelection.internal.Checks;
import java.util.Optional;

/**
 * The state of one server in a tracker.
 *
 * @param server the server
 * @param role its role
 * @param lastEvent its last event; empty if nothing was reported yet
 */
public record Standing(ServerId server, Role role, Optional<LeadershipEvent> lastEvent) {

    /**
     * Checks that nothing is null.
     *
     * @param server the server
     * @param role its role
     * @param lastEvent the last event of the server
     */
    public Standing {
        Checks.notNull(server, "server");
        Checks.notNull(role, "role");
        Checks.notNull(lastEvent, "lastEvent");
    }

    /** The role of a server. */
    public enum Role {
        /** It does not lead, and no expectation waits for it. */
        FOLLOWING,
        /** It does not lead, and an expectation waits for it. */
        EXPECTED,
        /** It leads. */
        LEADING,
        /** The tracker no longer follows it. */
        CLOSED
    }
}
