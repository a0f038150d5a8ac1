package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import io.raftelection.testing.spi.RaftMessage.Other;
import io.raftelection.testing.spi.RaftMessage.VoteRequest;
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
 * Translates Ratis's messages for the cluster's filter.
 *
 * <pre>
 * RequestVote, also for a pre-vote                 a request to vote for the sender
 * StartLeaderElection                              a request to vote for the receiver
 * AppendEntries, InstallSnapshot                   entries
 * reply to AppendEntries that says that logs match an acknowledgement
 * </pre>
 *
 * @param filter the cluster's filter
 * @param isStarted whether all servers run; before that, no request for a vote arrives, since a start that fails and is
 *     repeated would otherwise have two leaders of the same term
 */
record MessageGate(MessageFilter filter, BooleanSupplier isStarted) {
    private static final long[] NO_COMMANDS = {};
    private static final RaftMessage OTHER = new Other();

    /**
     * Whether a message arrives. It is called once per message. A message that is not between servers always arrives.
     */
    boolean lets(Object message) {
        if (message instanceof AppendEntriesRequestProto entries) {
            return lets(entries.getServerRequest(), new Entries(entries.getLeaderTerm(), commands(entries)));
        }
        if (message instanceof AppendEntriesReplyProto reply) {
            return lets(
                    reply.getServerReply(),
                    saysHowFarLogsMatch(reply) ? new Acknowledgement(reply.getMatchIndex()) : OTHER);
        }
        if (message instanceof RequestVoteRequestProto vote) {
            var request = vote.getServerRequest();
            return isStarted.getAsBoolean() && lets(request, new VoteRequest(server(request.getRequestorId())));
        }
        if (message instanceof StartLeaderElectionRequestProto start) {
            var request = start.getServerRequest();
            return lets(request, new VoteRequest(server(request.getReplyId())));
        }
        if (message instanceof InstallSnapshotRequestProto snapshot) {
            return lets(snapshot.getServerRequest(), new Entries(snapshot.getLeaderTerm(), NO_COMMANDS));
        }
        if (message instanceof ReadIndexRequestProto request) {
            return lets(request.getServerRequest(), OTHER);
        }
        return letsOtherReply(message);
    }

    private boolean letsOtherReply(Object message) {
        if (message instanceof RequestVoteReplyProto reply) {
            return lets(reply.getServerReply(), OTHER);
        }
        if (message instanceof StartLeaderElectionReplyProto reply) {
            return lets(reply.getServerReply(), OTHER);
        }
        if (message instanceof InstallSnapshotReplyProto reply) {
            return lets(reply.getServerReply(), OTHER);
        }
        return !(message instanceof ReadIndexReplyProto reply) || lets(reply.getServerReply(), OTHER);
    }

    private static long[] commands(AppendEntriesRequestProto entries) {
        long term = entries.getLeaderTerm();
        return entries.getEntriesList().stream()
                .filter(entry -> entry.hasStateMachineLogEntry() && entry.getTerm() == term)
                .mapToLong(LogEntryProto::getIndex)
                .toArray();
    }

    /** Whether a message reports how far the logs match. The answer to a heartbeat, which has no entries, does not. */
    static boolean saysHowFarLogsMatch(Object message) {
        return message instanceof AppendEntriesReplyProto reply
                && reply.getResult() == AppendResult.SUCCESS
                && !reply.getIsHearbeat();
    }

    private boolean lets(RaftRpcRequestProto request, RaftMessage message) {
        return filter.passes(server(request.getRequestorId()), server(request.getReplyId()), message);
    }

    /** A reply travels in the opposite direction of its request. */
    private boolean lets(RaftRpcReplyProto reply, RaftMessage message) {
        return filter.passes(server(reply.getReplyId()), server(reply.getRequestorId()), message);
    }

    private static ServerId server(ByteString id) {
        return ServerId.of(id.toStringUtf8());
    }
}
