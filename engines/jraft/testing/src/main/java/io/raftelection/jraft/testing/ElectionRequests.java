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

/** Messages that bring a node to begin or to end something, as though another server had sent them. */
record ElectionRequests(RaftServerService service, String group, String peer) {

    static ElectionRequests of(Node node) {
        return new ElectionRequests(
                (RaftServerService) node,
                node.getGroupId(),
                node.getNodeId().getPeerId().toString());
    }

    /**
     * Has it stand for election if it follows, in the very term that is given. If it was in an earlier one, it comes to
     * that.
     *
     * @return empty if it stands, and otherwise the term that it is in
     */
    OptionalLong timeoutNow(long term) {
        var request = TimeoutNowRequest.newBuilder()
                .setGroupId(group)
                .setServerId(peer)
                .setPeerId(peer)
                .setTerm(term)
                .build();
        // It returns an answer if it does not stand, and gives it to who asked if it does.
        return service.handleTimeoutNowRequest(request, new RpcRequestClosure(new Nobody()))
                        instanceof TimeoutNowResponse refusal
                ? OptionalLong.of(refusal.getTerm())
                : OptionalLong.empty();
    }

    /** Has it come to a term, in which it votes for nobody: who asks has an empty log. */
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

    /** Who asks, and cares for no answer. */
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
