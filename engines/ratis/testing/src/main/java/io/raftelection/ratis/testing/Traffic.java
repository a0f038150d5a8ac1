package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import java.util.function.BooleanSupplier;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexReplyProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * Which messages between the servers of one cluster arrive: those that neither a test nor a cut link stops.
 *
 * @param instruments what a test stops
 * @param isStarted whether all servers run: before that, no request for a vote arrives, since a start that fails and is
 *     repeated would otherwise have two leaders of the same term
 */
record Traffic(Instruments instruments, BooleanSupplier isStarted) {
    private static final long[] NO_COMMANDS = {};

    /** Of a cluster that was started. */
    Traffic(Instruments instruments) {
        this(instruments, () -> true);
    }

    /** Asked once of every message on its way; what is none between servers arrives. */
    boolean arrives(Object message) {
        if (message instanceof AppendEntriesRequestProto entries) {
            return sends(entries) && isOpen(entries.getServerRequest());
        }
        if (message instanceof AppendEntriesReplyProto reply) {
            return answers(reply) && isOpen(reply.getServerReply());
        }
        if (message instanceof RequestVoteRequestProto vote) {
            var request = vote.getServerRequest();
            return isStarted.getAsBoolean()
                    && instruments.mayBeElected(server(request.getRequestorId()))
                    && isOpen(request);
        }
        if (message instanceof RequestVoteReplyProto reply) {
            return isOpen(reply.getServerReply());
        }
        if (message instanceof StartLeaderElectionRequestProto start) {
            var request = start.getServerRequest(); // it goes to the candidate
            return instruments.mayBeElected(server(request.getReplyId())) && isOpen(request);
        }
        if (message instanceof StartLeaderElectionReplyProto reply) {
            return isOpen(reply.getServerReply());
        }
        if (message instanceof InstallSnapshotRequestProto snapshot) {
            var request = snapshot.getServerRequest();
            return sends(request, snapshot.getLeaderTerm(), NO_COMMANDS) && isOpen(request);
        }
        if (message instanceof InstallSnapshotReplyProto reply) {
            return isOpen(reply.getServerReply());
        }
        if (message instanceof ReadIndexRequestProto request) {
            return isOpen(request.getServerRequest());
        }
        return !(message instanceof ReadIndexReplyProto reply) || isOpen(reply.getServerReply());
    }

    private boolean sends(AppendEntriesRequestProto entries) {
        long term = entries.getLeaderTerm();
        var commands = entries.getEntriesList().stream()
                .filter(entry -> entry.hasStateMachineLogEntry() && entry.getTerm() == term)
                .mapToLong(LogEntryProto::getIndex)
                .toArray();
        return sends(entries.getServerRequest(), term, commands);
    }

    private boolean sends(RaftRpcRequestProto request, long term, long[] commands) {
        return instruments.sends(server(request.getRequestorId()), server(request.getReplyId()), term, commands);
    }

    /** An answer to a heartbeat, which has no entries, does not. */
    static boolean saysHowFarLogsMatch(Object message) {
        return message instanceof AppendEntriesReplyProto reply
                && reply.getResult() == AppendResult.SUCCESS
                && !reply.getIsHearbeat();
    }

    private boolean answers(AppendEntriesReplyProto reply) {
        var ends = reply.getServerReply();
        return !saysHowFarLogsMatch(reply)
                || instruments.answers(server(ends.getReplyId()), server(ends.getRequestorId()), reply.getMatchIndex());
    }

    private boolean isOpen(RaftRpcRequestProto request) {
        return isOpen(request.getRequestorId(), request.getReplyId());
    }

    /** A reply travels the other way. */
    private boolean isOpen(RaftRpcReplyProto reply) {
        return isOpen(reply.getReplyId(), reply.getRequestorId());
    }

    private boolean isOpen(ByteString from, ByteString to) {
        return !instruments.links().isCut(server(from), server(to));
    }

    private static ServerId server(ByteString id) {
        return ServerId.of(id.toStringUtf8());
    }
}
