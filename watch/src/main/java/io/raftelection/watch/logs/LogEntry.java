package io.raftelection.watch.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a line says, in the words of the line. A text is empty if the line does not say it.
 *
 * @param kind what it says
 * @param at its time
 * @param silence for the start of a process: the time since the last line of the process before it
 * @param group the Raft group
 * @param server the server that speaks
 * @param leader the leader that it follows
 * @param term the term
 * @param detail the reason of a loss, or the name of the server
 * @param voters the servers that vote
 * @param learners the servers that do not
 */
record LogEntry(
        LogKind kind,
        Instant at,
        Duration silence,
        String group,
        String server,
        String leader,
        OptionalLong term,
        String detail,
        List<String> voters,
        List<String> learners) {

    /** {@return the same entry of a group} */
    LogEntry in(String other) {
        return new LogEntry(kind, at, silence, other, server, leader, term, detail, voters, learners);
    }
}
