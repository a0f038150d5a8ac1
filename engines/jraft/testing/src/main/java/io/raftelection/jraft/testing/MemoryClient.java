package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import io.raftelection.ServerId;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one node to other nodes. There are no connections; each request shows whether the other node
 * can be reached.
 */
record MemoryClient(Network network, ServerId server) implements RpcClient {

    @Override
    public void invokeAsync(
            Endpoint endpoint, Object request, @Nullable InvokeContext context, InvokeCallback callback, long timeout) {
        network.ask(server, network.server(endpoint), request, callback);
    }

    /** Not offered: JRaft uses it only to ping before it connects, and for administration. */
    @Override
    public Object invokeSync(Endpoint endpoint, Object request, @Nullable InvokeContext context, long timeout)
            throws RemotingException {
        throw new RemotingException("not offered in memory: " + request);
    }

    @Override
    public boolean init(RpcOptions options) {
        return true;
    }

    @Override
    public void shutdown() {}

    @Override
    public boolean checkConnection(Endpoint endpoint) {
        return true;
    }

    @Override
    public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
        return true;
    }

    @Override
    public void closeConnection(Endpoint endpoint) {}

    @Override
    public void registerConnectEventListener(ReplicatorGroup group) {}
}
