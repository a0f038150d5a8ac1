package io.raftelection.spi;

import java.util.Optional;

/**
 * A question to one server of a system that only answers when asked: who leads?
 *
 * <p>It may block, for it is asked on the tracker's executor, one look at a time. It is interrupted when its time is
 * over, or its server is untracked or the tracker closed, and should end then: it is not asked again before it did.
 */
@FunctionalInterface
public interface LeadershipProbe {

    /**
     * Looks.
     *
     * @return what the server says; empty if it knows of no leader
     * @throws Exception if it cannot be asked: that is counted and told, and ends a leadership that it had
     */
    Optional<LeadershipClaim> look() throws Exception;
}
