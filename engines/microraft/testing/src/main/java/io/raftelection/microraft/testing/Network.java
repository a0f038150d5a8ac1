package io.raftelection.microraft.testing;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.transport.Transport;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Delivers messages between servers by calls within the JVM, through the {@link MessageGate}. Safe for use by many
 * threads.
 */
final class Network {
    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();

    private final Delivery delivery;
    private final MessageFilter filter;
    private final MessageGate gate;
    private final Map<ServerId, RaftNode> connected = new ConcurrentHashMap<>();

    Network(Delivery delivery, MessageFilter filter) {
        this.delivery = delivery;
        this.filter = filter;
        this.gate = new MessageGate(filter);
    }

    void connect(ServerId server, RaftNode engine) {
        connected.put(server, engine);
    }

    void disconnect(ServerId server) {
        connected.remove(server);
    }

    /** Returns the transport of one server. */
    Transport of(ServerId from) {
        return new Transport() {
            @Override
            public void send(RaftEndpoint target, RaftMessage message) {
                var to = Endpoint.server(target);
                if (!connected.containsKey(from)) {
                    return;
                }
                if (gate.passes(from, to, message)) {
                    delivery.deliver(() -> deliver(to, message));
                } else if (message instanceof VoteRequest request && !filter.mayBeElected(from)) {
                    deliver(from, refusal(target, request));
                }
            }

            @Override
            public boolean isReachable(RaftEndpoint target) {
                var to = Endpoint.server(target);
                return connected.containsKey(to) && !filter.isCut(from, to);
            }
        };
    }

    /** Creates a refusal in a later term. Otherwise the candidate would repeat its request in ever later terms. */
    private static RaftMessage refusal(RaftEndpoint voter, VoteRequest request) {
        return MODEL.createVoteResponseBuilder()
                .setGroupId(request.getGroupId())
                .setSender(voter)
                .setTerm(request.getTerm() + 1)
                .setGranted(false)
                .build();
    }

    /** Delivers to the present server of that name. A restarted server receives the messages for its predecessor. */
    private void deliver(ServerId to, RaftMessage message) {
        var receiver = connected.get(to);
        if (receiver != null) {
            receiver.handle(message);
        }
    }
}
