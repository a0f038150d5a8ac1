package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;

/** A user's own transport. Its exceptions name the call. */
@SPI(priority = 1)
public final class UsersRpc implements RaftRpcFactory {
    @Override
    public ConfigHelper<RpcClient> defaultJRaftClientConfigHelper(RpcOptions options) {
        return client -> {
            throw new UnsupportedOperationException("client with a time-out of " + options.getRpcDefaultTimeout());
        };
    }

    @Override
    @SuppressWarnings("NullAway") // the helper throws anyway
    public RpcClient createRpcClient(ConfigHelper<RpcClient> helper) {
        helper.config(null);
        throw new AssertionError("the helper is another");
    }

    @Override
    public RpcServer createRpcServer(Endpoint endpoint, ConfigHelper<RpcServer> helper) {
        throw new UnsupportedOperationException("server at " + endpoint);
    }

    @Override
    public void registerProtobufSerializer(String className, Object... args) {}

    @Override
    public boolean isReplicatorPipelineEnabled() {
        return false;
    }
}
