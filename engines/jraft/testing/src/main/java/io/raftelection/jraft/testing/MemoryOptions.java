package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.option.NodeOptions;
import io.raftelection.ServerId;

/** The options of a node. {@link MemoryRpc} recognizes by them that the node belongs to a cluster, and to which one. */
final class MemoryOptions extends NodeOptions {
    private final Network network;
    private final ServerId server;

    MemoryOptions(Network network, ServerId server) {
        this.network = network;
        this.server = server;
    }

    MemoryClient client() {
        return new MemoryClient(network, server);
    }
}
