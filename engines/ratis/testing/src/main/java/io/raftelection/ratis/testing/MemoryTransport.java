package io.raftelection.ratis.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * A transport without sockets that calls the servers of one cluster directly. It is public because Ratis creates it by
 * the name of its class. It finds the cluster's {@link Network} in the parameters.
 */
public final class MemoryTransport implements RpcType {
    private static final long TIMEOUT_MILLIS = 1_000;
    private static final String NETWORK = "raft-election.network";

    /** Creates the transport. Only Ratis calls it. */
    public MemoryTransport() {}

    /** The reachable servers of one cluster, and the threads that call them. */
    static final class Network implements AutoCloseable {
        private final Map<String, RaftServer> servers = new ConcurrentHashMap<>();
        private final ExecutorService threads = Executors.newCachedThreadPool(Network::thread);
        private final MessageGate gate;

        Network(MessageGate gate) {
            this.gate = gate;
        }

        private static Thread thread(Runnable task) {
            var thread = new Thread(task, "raft-election-memory-transport");
            thread.setDaemon(true);
            return thread;
        }

        Parameters parameters() {
            var parameters = new Parameters();
            parameters.put(NETWORK, this, Network.class);
            return parameters;
        }

        /**
         * Makes one call on a thread of the network. Ratis interrupts a thread that requests votes or sends entries
         * when it no longer needs the answer; on the caller's own thread, the interrupt would disturb a write of the
         * other server. The wait has a limit, because a server that is closed meanwhile never answers.
         */
        <Q, A> A call(RaftRpcRequestProto ends, Q request, Call<Q, A> call) throws IOException {
            var to = ends.getReplyId().toStringUtf8();
            pass(request, to);
            var server = Optional.ofNullable(servers.get(to)).orElseThrow(() -> new IOException(to + " is down"));
            try {
                var answer = threads.submit(() -> call.to(server, request)).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
                pass(answer, ends.getRequestorId().toStringUtf8());
                return answer;
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException(to + " does not answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(to + " was not waited for");
            }
        }

        private void pass(Object message, String to) throws IOException {
            if (!gate.lets(message)) {
                throw new IOException("dropped on the way to " + to);
            }
        }

        /** Ends the threads, after the servers were closed. */
        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    /** A call of the other server. */
    private interface Call<Q, A> {
        A to(RaftServer server, Q request) throws Exception;
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

    /** The endpoint of one server. */
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
            return network.call(request.getServerRequest(), request, RaftServer::requestVote);
        }

        @Override
        public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
            return network.call(request.getServerRequest(), request, Rpc::append);
        }

        private static AppendEntriesReplyProto append(RaftServer other, AppendEntriesRequestProto request)
                throws Exception {
            return other.appendEntriesAsync(request).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        }

        @Override
        public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
            return network.call(request.getServerRequest(), request, RaftServer::installSnapshot);
        }

        @Override
        public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
                throws IOException {
            return network.call(request.getServerRequest(), request, RaftServer::startLeaderElection);
        }
    }
}
