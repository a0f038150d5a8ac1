package io.raftelection.watch.hashicorp;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import java.util.List;

/**
 * What a server says in {@code raft.Stats()}.
 *
 * @param state its state
 * @param term its term, read after the state
 */
record RaftStats(String state, long term) {
    private static final String LEADER = "Leader";
    private static final String CANDIDATE = "Candidate";
    private static final List<String> STATES = List.of(LEADER, CANDIDATE, "Follower", "Shutdown");

    static RaftStats of(JsonAnswer answer) throws AnswerException {
        var state = answer.get("state");
        if (!STATES.contains(state.text())) {
            throw new AnswerException(
                    state + ": is \"" + state.text() + "\", expected one of " + String.join(", ", STATES));
        }
        return new RaftStats(state.text(), answer.get("term").number());
    }

    boolean isLeader() {
        return state.equals(LEADER);
    }

    boolean isCandidate() {
        return state.equals(CANDIDATE);
    }
}
