package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import io.raftelection.ServerId;
import io.raftelection.testing.contract.RecordingFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that all other nodes keep their transport, which is {@link UsersRpc} here. */
final class MemoryRpcTest {

    @Test
    void jraftTakesIt() {
        assertThat(RpcFactoryHelper.rpcFactory()).isInstanceOf(MemoryRpc.class);
    }

    @Test
    void nodeOfAClusterTalksInMemory() {
        var rpc = RpcFactoryHelper.rpcFactory();
        var server = ServerId.of("s1");
        var options = new MemoryOptions(new Network(List.of(server), new MessageGate(new RecordingFilter())), server);

        assertThat(rpc.createRpcClient(rpc.defaultJRaftClientConfigHelper(options)))
                .isInstanceOf(MemoryClient.class);
    }

    @Test
    void anyOtherNodeTalksAsItWouldWithoutIt() {
        var rpc = RpcFactoryHelper.rpcFactory();
        var options = new NodeOptions();
        options.setRpcDefaultTimeout(4_321);

        assertThat(rpc.isReplicatorPipelineEnabled()).isFalse();
        assertThatThrownBy(() -> rpc.createRpcClient(rpc.defaultJRaftClientConfigHelper(options)))
                .hasMessage("client with a time-out of 4321");
        assertThatThrownBy(() -> RaftRpcServerFactory.createRaftRpcServer(new Endpoint("127.0.0.1", 1)))
                .hasMessage("server at 127.0.0.1:1");
    }
}
