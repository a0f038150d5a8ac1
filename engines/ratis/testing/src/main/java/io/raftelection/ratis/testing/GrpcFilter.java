package io.raftelection.ratis.testing;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * Drops gRPC's messages at the receiving server, as a network would, and the replies that must not be sent. A call with
 * a single message ends as unavailable instead, because it cannot continue without its message. The filter reads the
 * servers' names in the messages, so it needs no proxy and no port, and clusters do not disturb each other.
 *
 * <p>A reply that reports how far the logs match is kept instead of dropped. It is sent later, when another reply
 * passes and this one may pass, too. A leader does not repeat a request on a stream, so it would miss a dropped reply
 * forever.
 */
final class GrpcFilter implements GrpcServices.Customizer, ServerInterceptor {
    private final MessageGate gate;
    private final Set<GuardedCall<?, ?>> keeping = ConcurrentHashMap.newKeySet();

    private GrpcFilter(MessageGate gate) {
        this.gate = gate;
    }

    /** Makes a server filter its messages. Only this class uses gRPC, so the transport in memory does not need gRPC. */
    static void into(Parameters parameters, MessageGate gate) {
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, new GrpcFilter(gate));
    }

    /** Makes a server listen on a port of the loopback interface. */
    static void listen(RaftProperties properties, int port) {
        RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
        GrpcConfigKeys.Server.setHost(properties, Peers.LOOPBACK);
        GrpcConfigKeys.Server.setPort(properties, port);
    }

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
                if (gate.lets(message)) {
                    super.onMessage(message);
                } else if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
                    guarded.refuse();
                } else {
                    call.request(1);
                }
            }
        };
    }

    /** A call that can be refused once. */
    private final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean closed;
        private Optional<A> kept = Optional.empty();

        GuardedCall(ServerCall<Q, A> call) {
            super(call);
        }

        synchronized void refuse() {
            close(Status.UNAVAILABLE.withDescription("dropped"), new Metadata());
        }

        @Override
        public void sendMessage(A message) {
            if (gate.lets(message)) {
                send(message);
                keeping.forEach(GuardedCall::sendKept);
            } else if (getMethodDescriptor().getType().serverSendsOneMessage()) {
                refuse();
            } else if (MessageGate.saysHowFarLogsMatch(message)) {
                keep(message);
            }
        }

        private synchronized void send(A message) {
            if (!closed) {
                super.sendMessage(message);
            }
        }

        private synchronized void keep(A message) {
            if (!closed) {
                kept = Optional.of(message); // it includes the content of earlier ones
                keeping.add(this);
            }
        }

        private synchronized void sendKept() {
            kept.filter(gate::lets).ifPresent(message -> {
                send(message);
                forget();
            });
        }

        private void forget() {
            kept = Optional.empty();
            keeping.remove(this);
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                forget();
                super.close(status, trailers);
            }
        }
    }
}
