package io.raftelection.jgroups;

import java.util.Objects;
import org.jgroups.Address;
import org.jgroups.protocols.raft.RAFT;
import org.jspecify.annotations.Nullable;

/**
 * The leader that a server knows and the term of that server, both at one moment.
 *
 * @param leader the leader; null if the server knows of none
 * @param term the term
 * @param isSelf whether the server itself is the leader
 */
record RaftView(@Nullable Address leader, long term, boolean isSelf) {

    /**
     * {@return the present view of a server} {@code RAFT} guards leader and term with one lock, but has no method that
     * returns both. Terms never decrease, so a leader that was read between two reads of one term is the leader of that
     * term.
     */
    static RaftView of(RAFT raft) {
        while (true) {
            long term = raft.currentTerm();
            var leader = raft.leader();
            if (term == raft.currentTerm()) {
                return new RaftView(leader, term, leader != null && Objects.equals(leader, raft.getAddress()));
            }
        }
    }
}
