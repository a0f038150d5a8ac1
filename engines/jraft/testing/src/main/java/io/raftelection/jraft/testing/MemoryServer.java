package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.ConnectionClosedEventListener;
import io.raftelection.ServerId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Receives the requests to one node, from its start to its end. */
final class MemoryServer implements RpcServer {
    private final Network network;
    private final ServerId server;
    private final Map<String, RpcProcessor<?>> processors = new ConcurrentHashMap<>();

    MemoryServer(Network network, ServerId server) {
        this.network = network;
        this.server = server;
    }

    /** Passes a request to its processor, which answers on this thread or later. */
    @SuppressWarnings("unchecked") // a processor is registered by the type that it takes
    void handle(Object request, RpcContext context) {
        var processor = Optional.ofNullable(processors.get(request.getClass().getName()))
                .orElseThrow();
        ((RpcProcessor<Object>) processor).handleRequest(context, request);
    }

    @Override
    public void registerProcessor(RpcProcessor<?> processor) {
        processors.put(processor.interest(), processor);
    }

    @Override
    public boolean init(@Nullable Void nothing) {
        network.open(server, this);
        return true;
    }

    @Override
    public void shutdown() {
        network.close(server);
    }

    @Override
    public boolean isStarted() {
        return network.isOpen(server);
    }

    @Override
    public int boundPort() {
        return network.peer(server).getPort();
    }

    /** Does nothing: there are no connections. */
    @Override
    public void registerConnectionClosedEventListener(ConnectionClosedEventListener listener) {}
}
