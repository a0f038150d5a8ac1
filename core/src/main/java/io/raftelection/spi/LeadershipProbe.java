package io.raftelection.spi;

import java.util.Optional;

/**
 * Polls one server of a system that does not report leadership changes.
 *
 * <p>A poll may block: it runs on the tracker's executor, and one server has one poll at a time. The tracker interrupts
 * it when its timeout elapses, the server is untracked or the tracker is closed. The poll should then end, because the
 * server is not polled again before it does.
 */
@FunctionalInterface
public interface LeadershipProbe {

    /**
     * Asks the server which server leads.
     *
     * @return the server's answer; empty if it only says that it does not lead itself, see
     *     {@link LeadershipClaim#nobody()} for a server that knows of no leader
     * @throws Exception if the server cannot be polled; this ends the leadership that it held
     */
    Optional<LeadershipClaim> poll() throws Exception;

    /**
     * {@return the address that is polled, for example {@code 10.0.0.1:2379}; empty if there is none}
     *
     * <p>The tracker reads it once, when the server is tracked. It appends the address to the reason of a failed poll
     * unless the reason contains it.
     */
    default String address() {
        return "";
    }

    /**
     * {@return whether the probe itself reports that the server cannot be polled, and that it can again} The tracker
     * then logs neither. So a server that is polled for several trackers is reported once, and not by each of them.
     *
     * <p>The tracker reads it once, when the server is tracked. The default is false.
     */
    default boolean reportsFailures() {
        return false;
    }
}
