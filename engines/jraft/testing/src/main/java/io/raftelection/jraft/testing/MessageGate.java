package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import io.raftelection.testing.spi.RaftMessage.Other;
import io.raftelection.testing.spi.RaftMessage.VoteRequest;
import java.util.stream.IntStream;

/**
 * Translates JRaft's messages for the cluster's filter.
 *
 * <pre>
 * RequestVoteRequest, also for a pre-vote       if the sender may be elected
 * TimeoutNowRequest, which starts an election   if the receiver may be elected
 * AppendEntriesRequest, InstallSnapshotRequest  if nothing holds the leader
 * AppendEntriesResponse that says success       if nothing holds back what it confirms
 * </pre>
 */
record MessageGate(MessageFilter filter) {
    private static final long[] NONE = {};

    boolean lets(ServerId from, ServerId to, Object request) {
        return filter.passes(from, to, message(from, to, request));
    }

    private static RaftMessage message(ServerId from, ServerId to, Object request) {
        if (request instanceof RequestVoteRequest) {
            return new VoteRequest(from);
        }
        if (request instanceof TimeoutNowRequest) {
            return new VoteRequest(to);
        }
        if (request instanceof AppendEntriesRequest entries) {
            return new Entries(entries.getTerm(), commands(entries));
        }
        if (request instanceof InstallSnapshotRequest snapshot) {
            return new Entries(snapshot.getTerm(), NONE);
        }
        return new Other();
    }

    /** Returns the indexes of the commands. A leader's own first entry is its configuration and not a command. */
    private static long[] commands(AppendEntriesRequest request) {
        return IntStream.range(0, request.getEntriesCount())
                .filter(each -> request.getEntries(each).getType() == EntryType.ENTRY_TYPE_DATA)
                .filter(each -> request.getEntries(each).getTerm() == request.getTerm())
                .mapToLong(each -> request.getPrevLogIndex() + 1 + each)
                .toArray();
    }

    /** Only the entries of the request count: later entries of the follower's log may be those of other leaders. */
    boolean letsBack(ServerId from, ServerId to, Object request, Object answer) {
        return filter.passes(
                from,
                to,
                request instanceof AppendEntriesRequest entries
                                && answer instanceof AppendEntriesResponse matches
                                && matches.getSuccess()
                        ? new Acknowledgement(entries.getPrevLogIndex() + entries.getEntriesCount())
                        : new Other());
    }
}
