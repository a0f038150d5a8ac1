package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import io.raftelection.ServerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the servers of one cluster: no sockets, but a gate that each message has to pass. Every request is
 * answered, or fails: at the gate, to a server that is down, or that goes down before it answers.
 */
final class Network implements AutoCloseable {
    private static final String HOST = "server";

    /** Who is or ever was of the cluster: a server's place is its port, and stays its own. */
    private final List<ServerId> all;

    private final String group = "raft-election-" + UUID.randomUUID();
    private final MessageGate gate;
    private final Set<ServerId> held = ConcurrentHashMap.newKeySet();
    private final Map<ServerId, MemoryServer> servers = new ConcurrentHashMap<>();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    /** No bound: a node may block the thread that brings it a request. What comes after the end is dropped. */
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Network::thread, new DiscardPolicy());

    Network(List<ServerId> servers, MessageGate gate) {
        this.all = new CopyOnWriteArrayList<>(servers);
        this.gate = gate;
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "raft-election-jraft-network");
        thread.setDaemon(true);
        return thread;
    }

    /** The cluster's name in JRaft. */
    String group() {
        return group;
    }

    /** Takes in a server that may have been of the cluster before. */
    void add(ServerId server) {
        if (!all.contains(server)) {
            all.add(server);
        }
    }

    /** A server's name in JRaft: no address, since there are no ports. */
    PeerId peer(ServerId server) {
        return new PeerId(HOST, all.indexOf(server) + 1);
    }

    ServerId server(Endpoint endpoint) {
        return all.get(endpoint.getPort() - 1);
    }

    void open(ServerId id, MemoryServer server) {
        servers.put(id, server);
    }

    boolean isOpen(ServerId id) {
        return servers.containsKey(id);
    }

    void close(ServerId id) {
        servers.remove(id);
        calls.stream().filter(call -> call.to.equals(id)).forEach(Call::fail);
    }

    void ask(ServerId from, ServerId to, Object request, InvokeCallback callback) {
        var call = new Call(from, to, request, callback);
        calls.add(call);
        threads.execute(call);
    }

    /** Lets no request reach a server until it is released. */
    void hold(ServerId server) {
        held.add(server);
    }

    void release(ServerId server) {
        held.remove(server);
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    /** One request on its way, and the way back. It ends once. */
    private final class Call implements RpcContext, Runnable {
        private final ServerId from;
        private final ServerId to;
        private final Object request;
        private final InvokeCallback callback;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        Call(ServerId from, ServerId to, Object request, InvokeCallback callback) {
            this.from = from;
            this.to = to;
            this.request = request;
            this.callback = callback;
        }

        @Override
        public void run() {
            earlierVote().ifPresentOrElse(this::runAfter, this::deliver);
        }

        private void runAfter(Call other) {
            var unused = other.over.thenRunAsync(this, threads);
        }

        /**
         * JRaft forgets a leader that it follows if it comes to vote for it after that, so entries wait for what asked
         * for the vote.
         */
        private Optional<Call> earlierVote() {
            return request instanceof AppendEntriesRequest
                    ? calls.stream().filter(this::isVoteBefore).findFirst()
                    : Optional.empty();
        }

        private boolean isVoteBefore(Call other) {
            return other.from.equals(from)
                    && other.to.equals(to)
                    && other.request instanceof RequestVoteRequest vote
                    && !vote.getPreVote();
        }

        private void deliver() {
            var server = servers.get(to);
            if (!gate.lets(from, to, request) || server == null || held.contains(to)) {
                fail();
            } else {
                server.handle(request, this);
            }
        }

        /** May be called under the other node's lock, so what follows has a thread of its own. */
        @Override
        public void sendResponse(Object answer) {
            if (gate.letsBack(to, from, request, answer)) {
                end(answer, null);
            } else {
                fail();
            }
        }

        void fail() {
            end(null, new RemotingException("server " + to + ": cannot be reached"));
        }

        private void end(@Nullable Object answer, @Nullable Throwable failure) {
            calls.remove(this);
            if (over.complete(null)) {
                threads.execute(() -> callback.complete(answer, failure));
            }
        }

        /** For pipelining, which is off. */
        @Override
        public Connection getConnection() {
            throw new UnsupportedOperationException("there are no connections in memory");
        }

        @Override
        public String getRemoteAddress() {
            return from.value();
        }
    }
}
