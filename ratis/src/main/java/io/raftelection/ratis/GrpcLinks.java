package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.Links;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexReplyProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * Cuts gRPC's links at the receiving server: what comes over a cut link is dropped, as a network would, and so is a
 * reply that goes back over one. A call of one message ends as unavailable instead, since it could not go on without.
 * It looks at the names in the messages, so it needs no proxy and no port, and clusters do not disturb each other.
 */
record GrpcLinks(Links links) implements GrpcServices.Customizer, ServerInterceptor {

    private record Ends(ServerId from, ServerId to) {}

    @Override
    public NettyServerBuilder customize(NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
        return builder.intercept(this);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var guarded = new GuardedCall<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(guarded, headers)) {
            @Override
            public void onMessage(Q message) {
                if (request(message).filter(GrpcLinks.this::isCut).isEmpty()) {
                    super.onMessage(message);
                } else if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
                    guarded.refuse();
                } else {
                    call.request(1);
                }
            }
        };
    }

    /** A call that can be refused, once. */
    private final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean closed;

        GuardedCall(ServerCall<Q, A> call) {
            super(call);
        }

        synchronized void refuse() {
            close(Status.UNAVAILABLE.withDescription("link is cut"), new Metadata());
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (reply(message).filter(GrpcLinks.this::isCut).isEmpty()) {
                if (!closed) {
                    super.sendMessage(message);
                }
            } else if (getMethodDescriptor().getType().serverSendsOneMessage()) {
                refuse();
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }
    }

    private boolean isCut(Ends ends) {
        return links.isCut(ends.from, ends.to);
    }

    private static Optional<Ends> request(Object message) {
        if (message instanceof AppendEntriesRequestProto request) {
            return ends(request.getServerRequest());
        }
        if (message instanceof RequestVoteRequestProto request) {
            return ends(request.getServerRequest());
        }
        if (message instanceof InstallSnapshotRequestProto request) {
            return ends(request.getServerRequest());
        }
        if (message instanceof StartLeaderElectionRequestProto request) {
            return ends(request.getServerRequest());
        }
        return message instanceof ReadIndexRequestProto request ? ends(request.getServerRequest()) : Optional.empty();
    }

    private static Optional<Ends> reply(Object message) {
        if (message instanceof AppendEntriesReplyProto reply) {
            return ends(reply.getServerReply());
        }
        if (message instanceof RequestVoteReplyProto reply) {
            return ends(reply.getServerReply());
        }
        if (message instanceof InstallSnapshotReplyProto reply) {
            return ends(reply.getServerReply());
        }
        if (message instanceof StartLeaderElectionReplyProto reply) {
            return ends(reply.getServerReply());
        }
        return message instanceof ReadIndexReplyProto reply ? ends(reply.getServerReply()) : Optional.empty();
    }

    private static Optional<Ends> ends(RaftRpcRequestProto request) {
        return Optional.of(new Ends(server(request.getRequestorId()), server(request.getReplyId())));
    }

    /** A reply travels the other way. */
    private static Optional<Ends> ends(RaftRpcReplyProto reply) {
        return Optional.of(new Ends(server(reply.getReplyId()), server(reply.getRequestorId())));
    }

    private static ServerId server(ByteString id) {
        return ServerId.of(id.toStringUtf8());
    }
}
