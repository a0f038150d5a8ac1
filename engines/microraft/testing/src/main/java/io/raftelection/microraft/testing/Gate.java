package io.raftelection.microraft.testing;

import io.microraft.model.groupop.RaftGroupOp;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;

/** Which messages a test lets pass: in MicroRaft's words, what {@link Instruments} asks in those of any engine. */
record Gate(Instruments instruments) {
    private static final long[] NO_COMMANDS = {};

    boolean passes(ServerId from, ServerId to, RaftMessage message) {
        return mayPass(from, to, message) && !instruments.links().isCut(from, to);
    }

    private boolean mayPass(ServerId from, ServerId to, RaftMessage message) {
        if (message instanceof VoteRequest || message instanceof PreVoteRequest) {
            return instruments.mayBeElected(from);
        } else if (message instanceof TriggerLeaderElectionRequest) {
            return instruments.mayBeElected(to);
        } else if (message instanceof AppendEntriesRequest request) {
            return instruments.sends(from, to, request.getTerm(), commands(request));
        } else if (message instanceof InstallSnapshotRequest request && request.isSenderLeader()) {
            return instruments.sends(from, to, request.getTerm(), NO_COMMANDS);
        } else if (message instanceof AppendEntriesSuccessResponse response) {
            return instruments.answers(from, to, response.getLastLogIndex());
        }
        return true;
    }

    private static long[] commands(AppendEntriesRequest request) {
        if (request.getLogEntries().isEmpty()) {
            return NO_COMMANDS;
        }
        return request.getLogEntries().stream()
                .filter(entry -> entry.getTerm() == request.getTerm())
                .filter(entry ->
                        !(entry.getOperation() instanceof RaftGroupOp || entry.getOperation() instanceof Tap.NewTerm))
                .mapToLong(LogEntry::getIndex)
                .toArray();
    }
}
