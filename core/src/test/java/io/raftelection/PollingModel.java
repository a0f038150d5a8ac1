package io.raftelection;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A model of a polled cluster that follows Raft. A new leader answers with old terms until it has caught up. An old
 * leader claims to lead until it learns of the new one. The other servers repeat what they know, and any poll may fail.
 */
final class PollingModel {
    /**
     * The answer of a server from some moment on.
     *
     * @param leads the term that it claims to lead; negative if it claims none
     * @param follows the leader that it follows; empty if it claims to lead
     * @param term the term that it names
     * @param fails whether polls of it fail
     */
    record Answer(Duration since, long leads, Optional<ServerId> follows, long term, boolean fails) {

        boolean isSameAs(Answer other) {
            return leads == other.leads && follows.equals(other.follows) && term == other.term && fails == other.fails;
        }
    }

    /** The knowledge of a server. */
    private static final class Server {
        final ServerId id;
        final List<Answer> answers = new ArrayList<>();

        /** The leader that it knows, possibly itself, and the term of the last entry that it applied. */
        ServerId leader;

        long applied;
        boolean fails;

        Server(ServerId id) {
            this.id = id;
            this.leader = id;
        }

        Optional<LeadershipClaim> poll() throws IOException {
            if (fails) {
                throw new IOException("gone");
            }
            return Optional.of(
                    leader.equals(id) ? LeadershipClaim.self(id, applied) : LeadershipClaim.hearsay(leader, applied));
        }
    }

    private final Random random;
    private final List<Server> servers;
    private long term = 1;
    private Server leader;

    PollingModel(Random random) {
        this.random = random;
        this.servers = IntStream.rangeClosed(1, 2 + random.nextInt(4))
                .mapToObj(i -> new Server(ServerId.of("s" + i)))
                .toList();
        this.leader = any();
        servers.forEach(server -> server.leader = leader.id);
        leader.applied = term;
        note(Duration.ZERO);
    }

    Map<ServerId, LeadershipProbe> probes() {
        var probes = new LinkedHashMap<ServerId, LeadershipProbe>();
        servers.forEach(server -> probes.put(server.id, server::poll));
        return probes;
    }

    private Server any() {
        return servers.get(random.nextInt(servers.size()));
    }

    /** Makes a random change. */
    void step(Duration now) {
        var server = any();
        switch (random.nextInt(6)) {
            case 0 -> elect(server);
            case 1, 2 -> catchUp(server);
            case 3 -> server.fails = random.nextBoolean();
            default -> {
                catchUp(leader);
                leader.fails = false;
            }
        }
        note(now);
    }

    /** Elects a leader of a later term, possibly the same one. The others do not know it yet. */
    private void elect(Server winner) {
        term += 1 + random.nextInt(2);
        leader = winner;
        winner.leader = winner.id;
        if (random.nextBoolean()) {
            winner.applied = term;
        }
    }

    /** Lets a server learn the leader, and usually apply all entries. */
    private void catchUp(Server server) {
        server.leader = leader.id;
        if (random.nextInt(4) > 0) {
            server.applied = term;
        }
    }

    private void note(Duration now) {
        for (var server : servers) {
            boolean leads = server.leader.equals(server.id);
            var answer = new Answer(
                    now,
                    !server.fails && leads ? server.applied : -1,
                    leads ? Optional.empty() : Optional.of(server.leader),
                    server.applied,
                    server.fails);
            var last = server.answers.isEmpty() ? null : server.answers.get(server.answers.size() - 1);
            if (last == null || !last.isSameAs(answer)) {
                server.answers.add(answer);
            }
        }
    }

    ServerId leader() {
        return leader.id;
    }

    long term() {
        return term;
    }

    /** The present answer of a server, and its start. */
    Answer answer(ServerId server) {
        var answers = answers(server);
        return answers.get(answers.size() - 1);
    }

    /** All answers of a server, in order. */
    List<Answer> answers(ServerId server) {
        return servers.stream()
                .filter(each -> each.id.equals(server))
                .findFirst()
                .orElseThrow()
                .answers;
    }

    List<ServerId> servers() {
        return servers.stream().map(server -> server.id).toList();
    }
}
