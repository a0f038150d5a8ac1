package io.raftelection.watch.nats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom each server named as the leader of each group in its latest answer: the server's vote. NATS has no terms, and a
 * server may name itself while another one leads. So its claim counts only if a majority votes for it.
 *
 * <p>The majority is one of the servers that are known and belong to the group. A server that failed to answer, or was
 * not asked yet, has no vote. A vote counts if it was asked for since the server that claims leadership gave its last
 * other answer or, if it gave none, since the first question that it answered with its claim. Since a server has one
 * vote, no two claims have a majority at the same time. A claim does not count either until the one that counted before
 * was withdrawn or failed, before the question.
 *
 * <p>There is no clock: questions and withdrawals are numbered in the order in which they happen. Safe for use by many
 * threads.
 */
final class Votes {
    @GuardedBy("this")
    private final Set<ServerId> known = new HashSet<>();

    @GuardedBy("this")
    private final Map<ServerId, Map<String, Vote>> latest = new HashMap<>();

    /** Whose claim counted last, by group. */
    @GuardedBy("this")
    private final Map<String, Office> offices = new HashMap<>();

    @GuardedBy("this")
    private long now;

    /**
     * What a server says of a group.
     *
     * @param leader whom it names as the leader
     * @param peers the other servers of the group; only needed if it names itself
     */
    record Statement(Optional<ServerId> leader, Set<ServerId> peers) {}

    /** A statement, the number of its question, and from which question on votes may agree with it. */
    private record Vote(Statement says, long asked, long since) {
        boolean isFor(ServerId server) {
            return says.leader().filter(server::equals).isPresent();
        }
    }

    /** The server whose claim counted last, and when it ceased to count; that is never while it counts. */
    private record Office(ServerId holder, long end) {
        static final long NEVER = Long.MAX_VALUE;
    }

    /** Notes which servers are known. Those that are gone have no vote. */
    synchronized void know(Set<ServerId> servers) {
        known.clear();
        known.addAll(servers);
        latest.keySet().retainAll(known);
        var groups = new HashSet<String>();
        latest.values().forEach(votes -> groups.addAll(votes.keySet()));
        offices.keySet().retainAll(groups);
        offices.values().removeIf(office -> !servers.contains(office.holder()));
    }

    /** {@return the number of a question, which is about to be sent} */
    synchronized long question() {
        return ++now;
    }

    /** Notes what a server answered to a question, of each of its groups. */
    synchronized void answer(ServerId server, long asked, Map<String, Statement> statements) {
        var before = latest.getOrDefault(server, Map.of());
        var votes = new HashMap<String, Vote>();
        statements.forEach((group, says) -> {
            var last = before.get(group);
            long since = last == null ? asked : last.isFor(server) ? last.since() : last.asked();
            votes.put(group, new Vote(says, asked, since));
        });
        latest.put(server, votes);
    }

    /** Notes that a server did not answer. It has no vote, and its claims count no longer. */
    synchronized void fail(ServerId server) {
        latest.remove(server);
        for (var group : Set.copyOf(offices.keySet())) {
            withdraw(server, group);
        }
    }

    /** {@return whether a server leads a group, according to its latest answer and those of the others} */
    synchronized boolean counts(ServerId server, String group) {
        var claim = latest.getOrDefault(server, Map.of()).get(group);
        if (claim != null && claim.isFor(server) && isFree(server, group, claim) && hasMajority(server, group, claim)) {
            offices.put(group, new Office(server, Office.NEVER));
            return true;
        }
        withdraw(server, group);
        return false;
    }

    @GuardedBy("this")
    private boolean isFree(ServerId server, String group, Vote claim) {
        var office = offices.get(group);
        return office == null || office.holder().equals(server) || office.end() < claim.asked();
    }

    @GuardedBy("this")
    private boolean hasMajority(ServerId server, String group, Vote claim) {
        int size = 1;
        int votes = 1;
        for (var peer : claim.says().peers()) {
            if (known.contains(peer)) {
                var vote = latest.getOrDefault(peer, Map.of()).get(group);
                size++;
                votes += vote != null && vote.isFor(server) && vote.asked() >= claim.since() ? 1 : 0;
            }
        }
        return 2 * votes > size;
    }

    @GuardedBy("this")
    private void withdraw(ServerId server, String group) {
        var office = offices.get(group);
        if (office != null && office.holder().equals(server) && office.end() == Office.NEVER) {
            offices.put(group, new Office(server, ++now));
        }
    }
}
