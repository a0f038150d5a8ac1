package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.model.groupop.RaftGroupOp;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.transport.Transport;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.Links;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who can be reached: calls within the JVM, over links that can be cut. Safe for use by many threads. */
final class Network {
    private final Courier courier;
    private final Instruments instruments = new Instruments();
    private final Map<ServerId, RaftNode> connected = new ConcurrentHashMap<>();

    /** Every message that is sent over a link goes by the courier. */
    Network(Courier courier) {
        this.courier = courier;
    }

    Instruments instruments() {
        return instruments;
    }

    Links links() {
        return instruments.links();
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
                if (connected.containsKey(from) && passes(from, to, message) && !links().isCut(from, to)) {
                    courier.carry(() -> deliver(to, message));
                }
            }

            @Override
            public boolean isReachable(RaftEndpoint target) {
                var to = Endpoint.server(target);
                return connected.containsKey(to) && !links().isCut(from, to);
            }
        };
    }

    /** Whether a test has nothing against it. */
    private boolean passes(ServerId from, ServerId to, RaftMessage message) {
        if (message instanceof VoteRequest || message instanceof PreVoteRequest) {
            return instruments.mayBeElected(from);
        }
        if (message instanceof TriggerLeaderElectionRequest) {
            return instruments.mayBeElected(to);
        }
        if (message instanceof AppendEntriesRequest append) {
            return instruments.sends(from, to, append.getTerm(), commands(append));
        }
        return !(message instanceof AppendEntriesSuccessResponse success)
                || instruments.answers(from, to, success.getLastLogIndex());
    }

    private static long[] commands(AppendEntriesRequest append) {
        return append.getLogEntries().stream()
                .filter(entry -> entry.getTerm() == append.getTerm())
                .filter(entry -> !(entry.getOperation() instanceof RaftGroupOp)
                        && !(entry.getOperation() instanceof Tap.NewTerm))
                .mapToLong(LogEntry::getIndex)
                .toArray();
    }

    /** To whoever has the name by now: a server that was restarted gets what was meant for the one before. */
    private void deliver(ServerId to, RaftMessage message) {
        var receiver = connected.get(to);
        if (receiver != null) {
            receiver.handle(message);
        }
    }
}
