package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.model.message.RaftMessage;
import io.microraft.transport.Transport;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.Links;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who can be reached: calls within the JVM, over links that can be cut. Safe for use by many threads. */
final class Network {
    private final Courier courier;
    private final Links links = new Links();
    private final Map<ServerId, RaftNode> connected = new ConcurrentHashMap<>();

    /** Every message that is sent over a link goes by the courier. */
    Network(Courier courier) {
        this.courier = courier;
    }

    Links links() {
        return links;
    }

    void connect(ServerId server, RaftNode engine) {
        connected.put(server, engine);
    }

    void disconnect(ServerId server) {
        connected.remove(server);
    }

    /** The network as one server sees it. */
    Transport of(ServerId from) {
        return new Transport() {
            @Override
            public void send(RaftEndpoint target, RaftMessage message) {
                var to = Endpoint.server(target);
                if (connected.containsKey(from) && !links.isCut(from, to)) {
                    courier.carry(() -> deliver(to, message));
                }
            }

            @Override
            public boolean isReachable(RaftEndpoint target) {
                var to = Endpoint.server(target);
                return connected.containsKey(to) && !links.isCut(from, to);
            }
        };
    }

    /** To whoever has the name by now: a server that was restarted gets what was meant for the one before. */
    private void deliver(ServerId to, RaftMessage message) {
        var receiver = connected.get(to);
        if (receiver != null) {
            receiver.handle(message);
        }
    }
}
