package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.Links;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;

/**
 * A transport of direct calls between the servers of one cluster: no sockets, no threads. Ratis makes it by the name of
 * its class, so it is public, and finds the cluster's {@link Network} among the parameters.
 */
public final class MemoryTransport implements RpcType {
    private static final long TIMEOUT_MILLIS = 1_000;
    private static final String NETWORK = "raft-election.network";

    /** Creates the transport; for Ratis. */
    public MemoryTransport() {}

    /** The servers of one cluster that can be reached. */
    record Network(Map<String, RaftServer> servers, Links links) {
        Network(Links links) {
            this(new ConcurrentHashMap<>(), links);
        }

        Parameters parameters() {
            var parameters = new Parameters();
            parameters.put(NETWORK, this, Network.class);
            return parameters;
        }

        /** One call: the request over one link, the reply over the other. */
        <A> A call(RaftRpcRequestProto request, Call<A> call) throws IOException {
            var from = request.getRequestorId().toStringUtf8();
            var to = request.getReplyId().toStringUtf8();
            pass(from, to);
            var answer =
                    call.to(Optional.ofNullable(servers.get(to)).orElseThrow(() -> new IOException(to + " is down")));
            pass(to, from);
            return answer;
        }

        private void pass(String from, String to) throws IOException {
            if (links.isCut(ServerId.of(from), ServerId.of(to))) {
                throw new IOException("link from " + from + " to " + to + " is cut");
            }
        }
    }

    /** What is asked of the other server. */
    private interface Call<A> {
        A to(RaftServer server) throws IOException;
    }

    @Override
    public String name() {
        return MemoryTransport.class.getName();
    }

    @Override
    public ServerFactory newFactory(Parameters parameters) {
        var network = parameters.getNonNull(NETWORK, Network.class);
        return new ServerFactory() {
            @Override
            public RpcType getRpcType() {
                return MemoryTransport.this;
            }

            @Override
            public RaftServerRpc newRaftServerRpc(RaftServer server) {
                return new Rpc(network, server);
            }
        };
    }

    /** One server's end. */
    private record Rpc(Network network, RaftServer server) implements RaftServerRpc {

        @Override
        public void start() {
            network.servers.put(server.getId().toString(), server);
        }

        @Override
        public void close() {
            network.servers.remove(server.getId().toString(), server);
        }

        @Override
        public InetSocketAddress getInetSocketAddress() {
            return InetSocketAddress.createUnresolved("memory", 1);
        }

        @Override
        public void addRaftPeers(Collection<RaftPeer> peers) {}

        @Override
        public void handleException(RaftPeerId server, Exception e, boolean reconnect) {}

        @Override
        public RpcType getRpcType() {
            return new MemoryTransport();
        }

        @Override
        public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
            return network.call(request.getServerRequest(), other -> other.requestVote(request));
        }

        @Override
        public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
            return network.call(request.getServerRequest(), other -> append(other, request));
        }

        /** Bounded: a server that is closed meanwhile never answers, and its caller could not be closed either. */
        private static AppendEntriesReplyProto append(RaftServer other, AppendEntriesRequestProto request)
                throws IOException {
            try {
                return other.appendEntriesAsync(request).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException(other.getId() + " does not answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(other.getId() + " was not waited for");
            }
        }

        @Override
        public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
            return network.call(request.getServerRequest(), other -> other.installSnapshot(request));
        }

        @Override
        public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
                throws IOException {
            return network.call(request.getServerRequest(), other -> other.startLeaderElection(request));
        }
    }
}
