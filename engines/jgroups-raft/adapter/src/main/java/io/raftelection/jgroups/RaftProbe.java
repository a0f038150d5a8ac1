package io.raftelection.jgroups;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.util.Optional;
import org.jgroups.protocols.raft.RAFT;

/** Asks a server in this JVM whether it leads, and in which term. */
record RaftProbe(ServerId id, RAFT raft) implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() throws IOException {
        requireConnected();
        var view = RaftView.of(raft);
        requireConnected(); // otherwise it may have been disconnected before the view was read
        return view.isSelf() ? Optional.of(LeadershipClaim.self(id, view.term())) : Optional.empty();
    }

    private void requireConnected() throws IOException {
        if (raft.getAddress() == null) {
            throw new IOException("server " + id + ": is not connected");
        }
    }
}
