package io.raftelection.proofs.ratis;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Follows;
import java.util.Optional;

/**
 * A change of one server, as the tracker reported it or as the engine logged it.
 *
 * @param kind the kind of change
 * @param leader the leader that the server follows; empty for every other kind
 * @param term the term; -1 if the change has none
 */
record Fact(Kind kind, String leader, long term) {

    enum Kind {
        ACQUIRED,
        /** The engine has notified the state machine of the server's own leadership. The tracker has no such fact. */
        LEADS,
        LOST,
        FOLLOWS,
        FOLLOWS_NOBODY,
        /** The engine started the server. The tracker has no such fact. */
        STARTED,
        /**
         * The engine begins to close the server. Other threads of it may go on for a while. The tracker has no such
         * fact.
         */
        CLOSING,
        /** The server is closed, so that nothing is known of it. */
        ENDED,
        /** The engine became a candidate. It notifies the state machine then if it had no leader for long enough. */
        CANDIDATE
    }

    static Fact of(Kind kind, long term) {
        return new Fact(kind, "", term);
    }

    static Fact follows(String leader, long term) {
        return new Fact(Kind.FOLLOWS, leader, term);
    }

    /** {@return the fact that an event reports; empty for events that the log of the engine does not have} */
    static Optional<Fact> of(LeadershipEvent event) {
        return event.match(
                acquired -> Optional.of(of(Kind.ACQUIRED, term(acquired))),
                ready -> Optional.empty(),
                lost -> Optional.of(of(Kind.LOST, term(lost))),
                follows -> Optional.of(of(follows)),
                members -> Optional.empty());
    }

    private static Fact of(Follows view) {
        if (view.unknown()) {
            return of(Kind.ENDED, -1);
        }
        return view.leader()
                .map(leader -> follows(leader.toString(), term(view)))
                .orElseGet(() -> of(Kind.FOLLOWS_NOBODY, term(view)));
    }

    private static long term(LeadershipEvent event) {
        return event.term().orElse(-1);
    }

    @Override
    public String toString() {
        return kind + (leader.isEmpty() ? "" : " " + leader) + (term < 0 ? "" : " term " + term);
    }
}
