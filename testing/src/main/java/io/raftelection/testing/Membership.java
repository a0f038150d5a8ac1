package io.raftelection.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange.Kind;
import java.io.IOException;

/** Changes which servers of a cluster vote or learn: the leader decides, while no lock is held. */
final class Membership {
    private final ClusterServers servers;

    Membership(ClusterServers servers) {
        this.servers = servers;
    }

    void addMember(ServerId server) throws IOException, InterruptedException {
        var unused = servers.registry().get(server);
        if (servers.registry().voters().contains(server)) {
            throw new IllegalArgumentException("server " + server + ": is a voter already, expected another one");
        }
        change(servers.leader(), server, Kind.VOTER);
    }

    void addServer(ServerId server) throws IOException, InterruptedException {
        servers.registry().with(server);
        var leader = servers.leader();
        servers.start(server, Kind.REMOVED);
        addStarted(leader, server, Kind.VOTER);
    }

    void addLearner(ServerId server) throws IOException, InterruptedException {
        servers.registry().with(server);
        var leader = servers.leader();
        servers.start(server, Kind.LEARNER);
        addStarted(leader, server, Kind.LEARNER);
    }

    void removeServer(ServerId server) throws IOException, InterruptedException {
        var unused = servers.registry().find(server);
        if (servers.registry().members().contains(server)) {
            var leader = servers.leaderId();
            if (leader.equals(server)) {
                throw new IllegalArgumentException("server " + server + ": leads, expected one that does not");
            }
            servers.registry().get(leader).changeMembers(servers.registry().change(server, Kind.REMOVED));
        }
        servers.leave(server);
    }

    private void addStarted(EngineServer leader, ServerId server, Kind kind) throws IOException, InterruptedException {
        try {
            change(leader, server, kind);
        } catch (IOException | InterruptedException | RuntimeException e) {
            servers.undoJoin(server);
            throw e;
        }
    }

    private void change(EngineServer leader, ServerId server, Kind kind) throws IOException, InterruptedException {
        var change = servers.registry().change(server, kind);
        if (kind == Kind.VOTER) { // the voters must not take themselves for a majority while the change is under way
            servers.votersChanged(change.voters());
        }
        try {
            leader.changeMembers(change);
            servers.changed(change);
        } finally {
            servers.votersChanged(servers.registry().voters());
        }
    }
}
