package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import java.util.OptionalLong;

/** Requests that begin an election or end a leadership on a node, as if another server had sent them. */
record ElectionRequests(RaftServerService service, String group, String peer) {

    static ElectionRequests of(Node node) {
        return new ElectionRequests(
                (RaftServerService) node,
                node.getGroupId(),
                node.getNodeId().getPeerId().toString());
    }

    /**
     * Makes the node stand for election if it is a follower in exactly the given term. A node of an earlier term only
     * adopts the given term.
     *
     * @return empty if it stands, else its term
     */
    OptionalLong timeoutNow(long term) {
        var request = TimeoutNowRequest.newBuilder()
                .setGroupId(group)
                .setServerId(peer)
                .setPeerId(peer)
                .setTerm(term)
                .build();
        // It returns an answer if it does not stand; otherwise it sends the answer to the context.
        return service.handleTimeoutNowRequest(request, new RpcRequestClosure(new Nobody()))
                        instanceof TimeoutNowResponse refusal
                ? OptionalLong.of(refusal.getTerm())
                : OptionalLong.empty();
    }

    /** Makes the node adopt a term, without a vote: the log of the candidate is empty. */
    void laterTerm(long term) {
        service.handleRequestVoteRequest(RequestVoteRequest.newBuilder()
                .setGroupId(group)
                .setServerId(peer)
                .setPeerId(peer)
                .setTerm(term)
                .setLastLogIndex(0)
                .setLastLogTerm(0)
                .setPreVote(false)
                .build());
    }

    /** A sender that ignores the answer. */
    private record Nobody() implements RpcContext {

        @Override
        public void sendResponse(Object answer) {}

        @Override
        public Connection getConnection() {
            throw new UnsupportedOperationException("there are no connections in memory");
        }

        @Override
        public String getRemoteAddress() {
            return "nobody";
        }
    }
}
