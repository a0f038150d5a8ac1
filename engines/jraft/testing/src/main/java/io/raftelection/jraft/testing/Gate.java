package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Which messages arrive.
 *
 * <pre>
 * RequestVoteRequest, also for a pre-vote       if who asks may be elected
 * TimeoutNowRequest, which starts an election   if who is asked may be elected
 * AppendEntriesRequest, InstallSnapshotRequest  if nothing holds the leader, and it is in that term yet
 * AppendEntriesResponse that says success       if nothing holds back what it confirms
 * </pre>
 *
 * <p>A leader that is deposed while it is held must not be overtaken by what it had sent before: hence its term.
 */
record Gate(Instruments instruments, ToLongFunction<ServerId> terms) {
    private static final long[] NONE = {};

    boolean lets(ServerId from, ServerId to, Object request) {
        return asked(from, to, request) && !instruments.links().isCut(from, to);
    }

    private boolean asked(ServerId from, ServerId to, Object request) {
        if (request instanceof RequestVoteRequest) {
            return instruments.mayBeElected(from);
        }
        if (request instanceof TimeoutNowRequest) {
            return instruments.mayBeElected(to);
        }
        if (request instanceof AppendEntriesRequest entries) {
            return sends(from, to, entries.getTerm(), commands(entries));
        }
        if (request instanceof InstallSnapshotRequest snapshot) {
            return sends(from, to, snapshot.getTerm(), NONE);
        }
        return true;
    }

    /** In this order: when it is held no longer, its new term is known. */
    private boolean sends(ServerId leader, ServerId follower, long term, long[] commands) {
        return instruments.sends(leader, follower, term, commands) && terms.applyAsLong(leader) <= term;
    }

    /** A leader's own first entry is its configuration, and no command. */
    private static long[] commands(AppendEntriesRequest request) {
        return IntStream.range(0, request.getEntriesCount())
                .filter(each -> request.getEntries(each).getType() == EntryType.ENTRY_TYPE_DATA)
                .filter(each -> request.getEntries(each).getTerm() == request.getTerm())
                .mapToLong(each -> request.getPrevLogIndex() + 1 + each)
                .toArray();
    }

    boolean letsBack(ServerId from, ServerId to, Object request, Object answer) {
        return confirmed(from, to, request, answer) && !instruments.links().isCut(from, to);
    }

    /** What a follower's log holds beyond that may be of other leaders, whatever the answer says of it. */
    private boolean confirmed(ServerId from, ServerId to, Object request, Object answer) {
        return !(request instanceof AppendEntriesRequest entries
                        && answer instanceof AppendEntriesResponse matches
                        && matches.getSuccess())
                || instruments.answers(from, to, entries.getPrevLogIndex() + entries.getEntriesCount());
    }
}
