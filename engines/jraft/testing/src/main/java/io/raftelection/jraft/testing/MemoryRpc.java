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
 * Lets the nodes of a {@link JRaftEngine} talk in memory, and all other nodes as they would without it. JRaft has one
 * transport a JVM and takes the one with the highest priority, which is this one; it passes on whatever is not about a
 * node of a cluster to the one that JRaft would have taken otherwise, Bolt if nothing else was chosen.
 *
 * <p>JRaft makes it by the name of its class, so it is public.
 */
@SPI(priority = Integer.MAX_VALUE)
public final class MemoryRpc implements RaftRpcFactory {

    private final Optional<RaftRpcFactory> other;

    /** Creates the transport; for JRaft. */
    public MemoryRpc() {
        other = others().stream()
                .filter(each -> each.type() != MemoryRpc.class)
                .max(Comparator.comparing(each -> priority(each.type())))
                .map(ServiceLoader.Provider::get);
    }

    /** Those that can be used: JRaft names Bolt also where it is left out. */
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
                // The iterator goes on after it; JDK 25 does not wrap the latter.
            }
        }
    }

    private static int priority(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(SPI.class))
                .map(SPI::priority)
                .orElse(0);
    }

    /** Carries what JRaft asks for first to where it asks next: which client is wanted. */
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

    /** A cluster's node brings its server along. */
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
