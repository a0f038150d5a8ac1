package io.raftelection.ratis;

import java.io.IOException;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * The division of the group whose leadership is reported, which is the first group that has the state machine.
 * Questions take no lock: the term, the role and the state of a division are atomic. They never throw. Not thread-safe.
 */
final class TrackedDivision {
    static final long UNKNOWN = -1;

    private @Nullable RaftServer server;
    private @Nullable RaftGroupId group;
    private @Nullable DivisionInfo info;
    private boolean shared;

    /** Handles the start of a division that has the state machine. */
    void initialized(RaftServer of, RaftGroupId id) {
        if (isOf(id)) {
            server = of;
            group = id;
            info = null;
        } else {
            shared = true;
        }
    }

    /** Whether reports about a group count. */
    boolean isOf(RaftGroupId id) {
        return group == null || group.equals(id);
    }

    /** Whether another group has the same state machine. */
    boolean isShared() {
        return shared;
    }

    /** Returns the term, or {@link #UNKNOWN}. */
    long term() {
        return ask(DivisionInfo::getCurrentTerm, UNKNOWN);
    }

    /**
     * Whether the server has not made itself a candidate of this term, or has an entry of it. A candidate increases the
     * term, votes for itself and stores both. So a term that is stored with another vote, or none, is not a
     * candidate's.
     */
    boolean hasTermOfAnother(long term) {
        try {
            if (server == null || group == null) {
                return false;
            }
            var log = server.getDivision(group).getRaftLog();
            var stored = log.loadMetadata(); // Ratis has it in memory, too
            var last = log.getLastEntryTermIndex();
            return (stored.getTerm() == term && !server.getId().equals(stored.getVotedFor()))
                    || (last != null && last.getTerm() == term);
        } catch (IOException | RuntimeException | Error e) {
            return false; // it must not reach the engine, whose thread this is
        }
    }

    /** Returns the term if no leader is known in it, or {@link #UNKNOWN}. */
    long termWithoutLeader() {
        return ask(of -> of.getLeaderId() == null ? of.getCurrentTerm() : UNKNOWN, UNKNOWN);
    }

    boolean isLeader() {
        return is(DivisionInfo::isLeader, false);
    }

    /**
     * Whether it leads a term and is ready. The term does not change while the server leads, so two equal terms show
     * that the answer between them is about that term.
     */
    boolean isReadyIn(long term) {
        return is(of -> of.getCurrentTerm() == term && of.isLeaderReady() && of.getCurrentTerm() == term, true);
    }

    /** Whether it closes, is closed, or cannot be asked. */
    boolean isClosing() {
        return is(of -> of.getLifeCycleState().isClosingOrClosed(), true);
    }

    private boolean is(Predicate<DivisionInfo> question, boolean unknown) {
        return ask(of -> question.test(of) ? 1 : 0, unknown ? 1 : 0) == 1;
    }

    private long ask(ToLongFunction<DivisionInfo> question, long unknown) {
        try {
            var of = info();
            return of == null ? unknown : question.applyAsLong(of);
        } catch (IOException | RuntimeException | Error e) {
            return unknown; // it must not reach the engine, whose thread this is
        }
    }

    private @Nullable DivisionInfo info() throws IOException {
        if (info == null && server != null && group != null) {
            info = server.getDivision(group).getInfo();
        }
        return info;
    }
}
