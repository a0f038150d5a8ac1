package io.raftelection.watch;

import io.raftelection.spi.LeadershipClaim;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A system that does not push its leadership changes, and whose servers answer when they are asked. A
 * {@link PolledSource} asks it.
 *
 * <p>The methods may block. Each call ends by itself within about {@link WatchSettings#timeout()}, and when its thread
 * is interrupted. They are called by several threads: {@link #members} by one at a time, {@link #ask} by one at a time
 * for each server, {@link #settle} by one at a time for each server and group.
 *
 * <p>The message of an exception says what is the case in words, for example {@code connection refused}. The source
 * adds which server it is.
 */
public interface PolledSystem {

    /**
     * {@return the groups to which every server belongs, also before it answers for the first time} In a system with
     * one group, as by default, that is the group with the empty name. Other groups are found in the answers.
     */
    default Set<String> groups() {
        return Set.of(WatchTarget.ONLY_GROUP);
    }

    /**
     * Finds the servers of the system. The source calls it at the start, after failures, and every
     * {@link WatchSettings#rediscovery()}.
     *
     * <p>A server keeps its name: under another name it counts as another server, whose claim to a term that has a
     * leader is rejected. So a system whose servers tell their names does not return a server before its name is known.
     * The source still asks the servers that the user named, and reports those that do not answer.
     *
     * @param known the servers that the call before returned, and those that the user named
     * @return the present servers, under the names by which claims name them. A server that is missing is no longer
     *     polled. A system that cannot list its servers returns the known ones, as the default does
     * @throws Exception if no server could be asked; the servers that were found before stay
     */
    default Set<Member> members(Set<Member> known) throws Exception {
        return known;
    }

    /**
     * Asks one server.
     *
     * @param member the server
     * @return its claim for each of its groups; empty for a group in which it does not lead and says no more. It does
     *     not lead a group that is missing, and it is no longer tracked in a group that stays missing
     * @throws Exception if the server cannot be asked or its answer is not valid; this ends its leaderships
     */
    Map<String, Optional<LeadershipClaim>> ask(Member member) throws Exception;

    /**
     * Decides whether the claim of a server counts, at the moment at which a tracker handles it. A system whose servers
     * may contradict each other compares it with the answers of the others here. The default accepts every claim.
     *
     * @param member the server
     * @param group the group
     * @param claim what the server answered last, to {@link #ask}
     * @return the claim, or another one in its place
     */
    default Optional<LeadershipClaim> settle(Member member, String group, Optional<LeadershipClaim> claim) {
        return claim;
    }

    /**
     * Notes that a server did not answer in time, or that its answer was not valid. The default does nothing.
     *
     * @param member the server
     */
    default void unanswered(Member member) {}

    /** Releases what the system holds, for example connections. No call follows, but one may still run. */
    default void close() {}
}
