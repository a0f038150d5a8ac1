package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.option.NodeOptions;
import io.raftelection.ServerId;

/** A node's options, by which {@link MemoryRpc} knows that it is one of a cluster, and of which. */
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
