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
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import io.raftelection.testing.spi.RaftMessage.Other;

/** Translates MicroRaft's messages for the cluster's filter. */
record MessageGate(MessageFilter filter) {
    private static final long[] NO_COMMANDS = {};

    boolean passes(ServerId from, ServerId to, RaftMessage message) {
        return filter.passes(from, to, translated(from, to, message));
    }

    private static io.raftelection.testing.spi.RaftMessage translated(ServerId from, ServerId to, RaftMessage message) {
        if (message instanceof VoteRequest || message instanceof PreVoteRequest) {
            return new io.raftelection.testing.spi.RaftMessage.VoteRequest(from);
        } else if (message instanceof TriggerLeaderElectionRequest) {
            return new io.raftelection.testing.spi.RaftMessage.VoteRequest(to);
        } else if (message instanceof AppendEntriesRequest request) {
            return new Entries(request.getTerm(), commands(request));
        } else if (message instanceof InstallSnapshotRequest request && request.isSenderLeader()) {
            return new Entries(request.getTerm(), NO_COMMANDS);
        } else if (message instanceof AppendEntriesSuccessResponse response) {
            return new Acknowledgement(response.getLastLogIndex());
        }
        return new Other();
    }

    private static long[] commands(AppendEntriesRequest request) {
        if (request.getLogEntries().isEmpty()) {
            return NO_COMMANDS;
        }
        return request.getLogEntries().stream()
                .filter(entry -> entry.getTerm() == request.getTerm())
                .filter(entry -> !(entry.getOperation() instanceof RaftGroupOp
                        || entry.getOperation() instanceof CountingStateMachine.NewTerm))
                .mapToLong(LogEntry::getIndex)
                .toArray();
    }
}
