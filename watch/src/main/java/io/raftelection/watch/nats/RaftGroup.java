package io.raftelection.watch.nats;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a server says of one Raft group: whom it takes for the leader, and whether it heard from a majority.
 *
 * @param leader the own name of the leader; empty if the server knows of none
 * @param size how many servers the group has
 * @param heard how many servers, this one included, it heard from within {@link #ELECTION}
 * @param peers the own names of the other servers of the group, if it lists them
 */
record RaftGroup(Optional<String> leader, long size, long heard, Set<String> peers) {
    /** The shortest time without a word of the leader after which NATS elects another one. */
    static final Duration ELECTION = Duration.ofSeconds(4);

    private static final long MAX_SIZE = 1_000;

    /** {@return the meta group, of which only the leader lists the replicas} */
    static RaftGroup meta(JsonAnswer cluster) throws AnswerException {
        long size = cluster.get("cluster_size").number();
        return of(cluster, Math.min(size, MAX_SIZE));
    }

    /** {@return the group of a stream; empty if it has one replica, and therefore no group} */
    static Optional<RaftGroup> stream(JsonAnswer stream) throws AnswerException {
        var cluster = stream.find("cluster");
        if (cluster.isEmpty() || replicas(cluster.get()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(of(cluster.get(), 0));
    }

    private static RaftGroup of(JsonAnswer cluster, long size) throws AnswerException {
        var leader = cluster.find("leader");
        var name = leader.isPresent() ? leader.get().text() : "";
        var replicas = replicas(cluster);
        var peers = new LinkedHashSet<String>();
        long heard = 1;
        for (var replica : replicas) {
            heard += isHeard(replica) ? 1 : 0;
            var peer = replica.find("name");
            if (peer.isPresent()) {
                peers.add(peer.get().text());
            }
        }
        return new RaftGroup(
                Optional.of(name).filter(text -> !text.isEmpty()), Math.max(size, replicas.size() + 1L), heard, peers);
    }

    private static List<JsonAnswer> replicas(JsonAnswer cluster) throws AnswerException {
        var replicas = cluster.find("replicas");
        return replicas.isPresent() ? replicas.get().items() : List.of();
    }

    /** A time of zero means either this moment, or never; a replica that was never heard from is not current. */
    private static boolean isHeard(JsonAnswer replica) throws AnswerException {
        long silence = replica.get("active").number();
        return silence == 0 ? replica.get("current").flag() : silence < ELECTION.toNanos();
    }

    /** {@return whether a majority followed when the server answered, or a moment before} */
    boolean hasMajority() {
        return 2 * heard > size;
    }
}
