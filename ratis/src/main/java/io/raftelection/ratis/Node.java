package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** One server of a cluster, from one start to its end. */
final class Node {
    private static final long REQUEST_MILLIS = 1_000;

    /** How long it may take to get ready, and then to hand over. */
    private static final long HAND_OVER_MILLIS = 10_000;

    private final RaftServer server;
    private final RaftGroup group;
    private final Ear ear;

    private Node(RaftServer server, RaftGroup group, Ear ear) {
        this.server = server;
        this.group = group;
        this.ear = ear;
    }

    /** What a server is started with. */
    record Start(
            RatisClusterBuilder settings,
            RaftPeer peer,
            RaftGroup group,
            Path storage,
            StartupOption option,
            MemoryTransport.Network network,
            LeadershipSink sink) {

        Node node() throws IOException {
            var ear = new Ear(sink);
            var users = settings.stateMachines.apply(ServerId.of(peer.getId().toString()));
            var server = RaftServer.newBuilder()
                    .setServerId(peer.getId())
                    .setGroup(group)
                    .setProperties(properties())
                    .setParameters(parameters())
                    .setOption(option)
                    .setStateMachine(Tap.on(users, ear))
                    .build();
            try {
                server.start();
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
            return new Node(server, group, ear);
        }

        private Parameters parameters() {
            var parameters = network.parameters();
            if (settings.transport == Transport.GRPC) {
                GrpcConfigKeys.Server.setServicesCustomizer(parameters, new GrpcLinks(network.links()));
            }
            return parameters;
        }

        private RaftProperties properties() {
            var properties = new RaftProperties();
            RaftServerConfigKeys.setStorageDir(properties, List.of(storage.toFile()));
            RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("4KB"));
            RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("64KB"));
            var min = millis(settings.electionTimeoutMin.toMillis());
            RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
            RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(settings.electionTimeoutMax.toMillis()));
            // What a cut link swallowed is sent again after this.
            RaftServerConfigKeys.Rpc.setRequestTimeout(properties, millis(REQUEST_MILLIS));
            // A leader that lost its majority would stay away from elections for 10 s.
            RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, min);
            // A pause of the JVM would make the server step down, or exit.
            RaftServerConfigKeys.setSleepDeviationThreshold(properties, millis(TimeUnit.HOURS.toMillis(1)));
            if (settings.transport == Transport.GRPC) {
                RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
                GrpcConfigKeys.Server.setHost(properties, RatisCluster.LOOPBACK);
                GrpcConfigKeys.Server.setPort(properties, port());
            } else {
                RaftConfigKeys.Rpc.setType(properties, new MemoryTransport());
            }
            return properties;
        }

        private int port() {
            return Integer.parseInt(
                    peer.getAddress().substring(peer.getAddress().lastIndexOf(':') + 1));
        }

        private static TimeDuration millis(long millis) {
            return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
        }
    }

    DivisionInfo info() {
        return division().getInfo();
    }

    private RaftServer.Division division() {
        try {
            return server.getDivision(group.getGroupId());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its log has an entry: a candidate that has one counts no vote of a server that has none. */
    boolean hasLog() {
        return division().getRaftLog().getLastEntryTermIndex() != null;
    }

    /**
     * Waits until it is ready to lead, then asks it to hand over: to another, or to whoever is elected next. Asks again
     * while it is refused and still leads, since in Ratis 3.3.0 the end of an earlier request's time may end a later
     * request.
     */
    void handOver(Optional<ServerId> next) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try {
            boolean handedOver = !ear.ready().get(HAND_OVER_MILLIS, TimeUnit.MILLISECONDS);
            while (!handedOver && info().isLeader()) {
                if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(HAND_OVER_MILLIS)) {
                    throw new IOException("server " + server.getId() + ": does not hand over");
                }
                handedOver = server.transferLeadershipAsync(request(next))
                        .get(2 * HAND_OVER_MILLIS, TimeUnit.MILLISECONDS)
                        .isSuccess();
            }
        } catch (ExecutionException e) {
            throw new IOException("server " + server.getId() + ": does not hand over", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("server " + server.getId() + ": does not answer", e);
        }
    }

    private TransferLeadershipRequest request(Optional<ServerId> next) {
        return new TransferLeadershipRequest(
                ClientId.randomId(),
                server.getId(),
                group.getGroupId(),
                1,
                next.map(to -> RaftPeerId.valueOf(to.value())).orElse(null),
                HAND_OVER_MILLIS);
    }

    void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("server " + server.getId() + ": not closed", e);
        }
    }
}
