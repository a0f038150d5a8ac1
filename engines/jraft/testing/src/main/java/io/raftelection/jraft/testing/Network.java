package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import io.raftelection.ServerId;
import java.util.Collection;
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
 * The network of one cluster. It has no sockets; each message passes the {@link MessageGate}. Every request is answered
 * or fails: it fails if it is dropped, if its receiver is down, or if the receiver ends before it answers.
 */
final class Network implements AutoCloseable {
    private static final String HOST = "server";

    /** All present and former servers of the cluster. The index of a server gives its port, which never changes. */
    private final List<ServerId> all;

    private final String group = "raft-election-" + UUID.randomUUID();
    private final MessageGate gate;
    private final Set<ServerId> held = ConcurrentHashMap.newKeySet();
    private final Map<ServerId, MemoryServer> servers = new ConcurrentHashMap<>();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    /** Unbounded, because a node may block the thread that delivers a request. Tasks after the end are dropped. */
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

    /** Returns the cluster's name in JRaft. */
    String group() {
        return group;
    }

    /** Adds a server, which may have been in the cluster before. */
    void add(ServerId server) {
        if (!all.contains(server)) {
            all.add(server);
        }
    }

    /** Returns a server's name in JRaft. It is not an address, because there are no ports. */
    PeerId peer(ServerId server) {
        return new PeerId(HOST, all.indexOf(server) + 1);
    }

    Configuration configuration(Collection<ServerId> voters, Collection<ServerId> learners) {
        return new Configuration(
                voters.stream().map(this::peer).toList(),
                learners.stream().map(this::peer).toList());
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

    /** Makes all requests to a server fail until it is released. */
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

    /** One request and its answer. It ends once. */
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
         * Returns an earlier vote request, for which entries have to wait: a server that votes for a leader after it
         * began to follow it would forget that leader.
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

        /** May be called under the lock of the other node, so the callback runs on a thread of its own. */
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

        /** Not offered: only pipelining needs it, which is off. */
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
