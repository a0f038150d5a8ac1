package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcResponseFactory;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The transport in memory for the nodes of a {@link JRaftEngine}. JRaft has one transport per JVM and takes the one
 * with the highest priority, which is this one. It passes the calls for all other nodes on to the transport that JRaft
 * would use without it, which is usually Bolt.
 *
 * <p>It is public because JRaft creates it by the name of its class.
 */
@SPI(priority = Integer.MAX_VALUE)
public final class MemoryRpc implements RaftRpcFactory {

    private final Optional<RaftRpcFactory> other;

    /** Creates the transport. Only JRaft calls it. */
    public MemoryRpc() {
        other = others().stream()
                .filter(each -> each.type() != MemoryRpc.class)
                .max(Comparator.comparing(each -> priority(each.type())))
                .map(ServiceLoader.Provider::get);
    }

    /** Returns the transports that can be loaded. JRaft names Bolt even if it is not on the class path. */
    private static List<ServiceLoader.Provider<RaftRpcFactory>> others() {
        var others = new ArrayList<ServiceLoader.Provider<RaftRpcFactory>>();
        var all = ServiceLoader.load(RaftRpcFactory.class, RaftRpcFactory.class.getClassLoader()).stream()
                .iterator();
        while (true) {
            try {
                if (!all.hasNext()) {
                    return others;
                }
                others.add(all.next());
            } catch (ServiceConfigurationError | NoClassDefFoundError e) {
                // The iterator continues after the error. JDK 25 does not wrap a NoClassDefFoundError.
            }
        }
    }

    private static int priority(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(SPI.class))
                .map(SPI::priority)
                .orElse(0);
    }

    /** Carries the options from the first call of JRaft to the second, which creates the client. */
    private record Own(RpcClient client) implements ConfigHelper<RpcClient> {
        @Override
        public void config(RpcClient instance) {}
    }

    private RaftRpcFactory other() {
        return other.orElseThrow(() -> new IllegalStateException(
                "transport: there is none but that of test clusters, expected com.alipay.sofa:bolt or another"));
    }

    @Override
    public @Nullable ConfigHelper<RpcClient> defaultJRaftClientConfigHelper(RpcOptions options) {
        return options instanceof MemoryOptions own
                ? new Own(own.client())
                : other().defaultJRaftClientConfigHelper(options);
    }

    @Override
    public RpcClient createRpcClient(@Nullable ConfigHelper<RpcClient> helper) {
        return helper instanceof Own own ? own.client : other().createRpcClient(helper);
    }

    @Override
    public @Nullable ConfigHelper<RpcServer> defaultJRaftServerConfigHelper(RpcOptions options) {
        return other().defaultJRaftServerConfigHelper(options);
    }

    /** The node of a cluster supplies its own server. */
    @Override
    public RpcServer createRpcServer(Endpoint endpoint, @Nullable ConfigHelper<RpcServer> helper) {
        return other().createRpcServer(endpoint, helper);
    }

    @Override
    public void registerProtobufSerializer(String className, Object... args) {
        other.ifPresent(rpc -> rpc.registerProtobufSerializer(className, args));
    }

    @Override
    public RpcResponseFactory getRpcResponseFactory() {
        return other.map(RaftRpcFactory::getRpcResponseFactory).orElse(DEFAULT);
    }

    @Override
    public boolean isReplicatorPipelineEnabled() {
        return other().isReplicatorPipelineEnabled();
    }

    @Override
    public void ensurePipeline() {
        other().ensurePipeline();
    }
}
