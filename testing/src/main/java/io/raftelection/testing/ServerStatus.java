package io.raftelection.testing;

import io.raftelection.ServerId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The status of one running server at one moment, as the engine reports it. The adapter is not asked.
 *
 * @param leader the leader that it knows; itself if it leads
 * @param term its term, where the engine has one
 * @param ready whether it leads and may serve: an entry of its own term is committed, where the engine has a log
 * @param last the index of the last entry in its log; 0 where there is none
 * @param committed the index up to which it knows that entries are committed
 * @param applied the index up to which it has applied them
 */
public record ServerStatus(
        Optional<ServerId> leader, OptionalLong term, boolean ready, long last, long committed, long applied) {

    /**
     * Checks that nothing is null.
     *
     * @param leader the leader that the server follows, itself if it leads
     * @param term its term, where the engine has one
     * @param ready whether it leads and may serve
     * @param last the index of the last entry in its log
     * @param committed the index up to which it knows that entries are committed
     * @param applied the index up to which it has applied them
     */
    public ServerStatus {
        Objects.requireNonNull(leader, "leader: is null");
        Objects.requireNonNull(term, "term: is null");
    }

    /** {@return one line, as in {@code follows s1 (term 4), log to 7, committed to 7, applied to 6}} */
    @Override
    public String toString() {
        var whom = leader.map(server -> "follows " + server + (ready ? ", ready" : ""))
                .orElse("follows nobody");
        var when = term.isPresent() ? " (term " + term.getAsLong() + ")" : "";
        return whom + when + ", log to " + last + ", committed to " + committed + ", applied to " + applied;
    }
}
