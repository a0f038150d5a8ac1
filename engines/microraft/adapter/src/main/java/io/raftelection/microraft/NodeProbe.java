package io.raftelection.microraft;

import io.microraft.RaftNode;
import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Asks a server in this JVM for a report. It waits for the thread of the server. */
record NodeProbe(ServerId id, RaftNode node) implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() throws IOException, InterruptedException {
        if (RaftNodeStatus.isTerminal(node.getStatus())) {
            throw new IOException("server " + id + ": is " + node.getStatus());
        }
        try {
            var report = node.getReport().get().getResult();
            if (RaftNodeStatus.isTerminal(report.getStatus())) {
                throw new IOException("server " + id + ": is " + report.getStatus());
            }
            return report.getRole() == RaftRole.LEADER
                    ? Optional.of(LeadershipClaim.self(id, report.getTerm().getTerm()))
                    : Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException("server " + id + ": makes no report", e.getCause());
        }
    }
}
