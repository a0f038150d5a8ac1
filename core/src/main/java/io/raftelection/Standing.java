package io.raftelection;

import io.raftelection.internal.Checks;
import java.util.Optional;

/**
 * How one server stands.
 *
 * @param server the server
 * @param role what it is to the tracker
 * @param lastEvent what was last heard of it
 */
public record Standing(ServerId server, Role role, Optional<LeadershipEvent> lastEvent) {

    /**
     * Checks that nothing is null.
     *
     * @param server the server
     * @param role what it is to the tracker
     * @param lastEvent the last event of the server
     */
    public Standing {
        Checks.notNull(server, "server");
        Checks.notNull(role, "role");
        Checks.notNull(lastEvent, "lastEvent");
    }

    /** What a server is to the tracker. */
    public enum Role {
        /** It does not lead, and nobody claimed that it should. */
        FOLLOWING,
        /** It does not lead, and an expectation waits until it does. */
        EXPECTED,
        /** It leads. */
        LEADING,
        /** It is no longer listened to. */
        CLOSED
    }
}
