package io.raftelection.watch.zookeeper;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import java.time.Duration;

/**
 * The member {@code server_stats} of the answer of {@code srvr}.
 *
 * @param state whether the server leads
 * @param epoch the epoch of the transaction that the server processed last; that of the leader is the one that it leads
 * @param uptime the time since the server won the election, or found a leader
 */
record ServerStats(State state, long epoch, Duration uptime) {
    /** The bits of a transaction id that count the transactions of an epoch. */
    private static final int COUNTER_BITS = 32;

    private static final Duration LONGEST = Duration.ofDays(10_000);

    /** What a server is in its ensemble. */
    enum State {
        LEADING,
        FOLLOWING,
        /** The server is isolated, and only serves clients that read. */
        READ_ONLY
    }

    static ServerStats of(JsonAnswer answer) throws AnswerException {
        var stats = answer.get("server_stats");
        return new ServerStats(
                state(stats.get("server_state")),
                stats.get("last_processed_zxid").unsigned() >>> COUNTER_BITS,
                uptime(stats.get("uptime")));
    }

    private static State state(JsonAnswer state) throws AnswerException {
        var word = state.text();
        return switch (word) {
            case "leader" -> State.LEADING;
            case "follower", "observer" -> State.FOLLOWING;
            case "read-only" -> State.READ_ONLY;
            case "standalone" -> throw new AnswerException(state + ": is standalone, expected a server of an ensemble");
            default ->
                throw new AnswerException(
                        state + ": is \"" + word + "\", expected leader, follower, observer or read-only");
        };
    }

    private static Duration uptime(JsonAnswer uptime) throws AnswerException {
        long millis = uptime.number();
        if (millis > LONGEST.toMillis()) {
            throw new AnswerException(uptime + ": is " + millis + " ms, expected at most 10,000 days");
        }
        return Duration.ofMillis(millis);
    }
}
