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
    Optional<LeadershipClaim> poll() throws Exception;

    /**
     * {@return where the server is asked, for example {@code 10.0.0.1:2379}; empty if there is nothing to say}
     *
     * <p>Read once, when the server is tracked. It is added to the reason why the server cannot be asked, unless that
     * contains it.
     */
    default String address() {
        return "";
    }
}
