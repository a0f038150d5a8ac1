package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.ratis.RatisLeadership;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.ExitUtils.ExitException;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * What a server is started with.
 *
 * @param settings those of all servers
 * @param home where it lives
 * @param group the servers that it takes to be in the cluster, unless it has stored others
 * @param option whether it is new or has stored something
 * @param network how it reaches others, and which messages reach it
 * @param sink what its leadership is reported to
 */
record Start(
        RatisClusterBuilder settings,
        Homes.Home home,
        RaftGroup group,
        StartupOption option,
        MemoryTransport.Network network,
        LeadershipSink sink) {

    private static final long REQUEST_MILLIS = 1_000;
    private static final long STAGING_MILLIS = 10_000;
    private static final String RETRY = "1ms,10, 50ms," + Integer.MAX_VALUE;

    /**
     * {@return the server, started}
     *
     * @throws java.net.BindException if it cannot listen on its port
     */
    Node node(boolean keptBack) throws IOException {
        var id = ServerId.of(home.peer().getId().toString());
        var instruments = network.traffic().instruments();
        var counting = new Counting(id, instruments);
        var users = counting.on(settings.stateMachines.apply(id));
        instruments.started(id);
        var properties = properties();
        var stateMachine = RatisLeadership.attach(users, sink);
        var server = RaftServer.newBuilder()
                .setServerId(home.peer().getId())
                .setGroup(group)
                .setProperties(properties)
                .setParameters(parameters())
                .setOption(option)
                .setStateMachineRegistry(any -> {
                    returnToElectionsSoon(properties);
                    return stateMachine;
                })
                .build();
        var node = new Node(server, group.getGroupId(), counting);
        try {
            node.start(keptBack);
        } catch (ExitException e) {
            node.close();
            throw JvmExit.cannotListen("server " + id + ": " + home.peer().getAddress(), e);
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
        return node;
    }

    private Parameters parameters() {
        var parameters = network.parameters();
        if (settings.transport == Transport.GRPC) {
            GrpcLinks.into(parameters, network.traffic());
        }
        return parameters;
    }

    private RaftProperties properties() {
        var properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(home.directory().toFile()));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("4KB"));
        // An entry a file, since of a log only whole files are dropped when a snapshot is taken.
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(1));
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
        // Entries of Ratis's own among a test's commands, which some servers would have and some not.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
        var min = millis(settings.electionTimeoutMin.toMillis());
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(settings.electionTimeoutMax.toMillis()));
        // What a cut link swallowed is sent again after this.
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, millis(REQUEST_MILLIS));
        // On gRPC a leader would try a server that was down only every second, and then every 5 s.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, RETRY);
        ignorePauses(properties);
        // How long a new server may be silent before it is given up.
        RaftServerConfigKeys.setStagingTimeout(properties, millis(STAGING_MILLIS));
        if (settings.transport == Transport.GRPC) {
            JvmExit.prevent();
            GrpcLinks.listen(properties, home.port());
        } else {
            RaftConfigKeys.Rpc.setType(properties, new MemoryTransport());
        }
        return properties;
    }

    /**
     * A pause of the JVM would make the server step down, or close. In a test, a busy machine pauses it now and then,
     * and a leader that is gone then is not replaced where the test elects nobody.
     */
    private static void ignorePauses(RaftProperties properties) {
        var never = millis(TimeUnit.HOURS.toMillis(1));
        RaftServerConfigKeys.setSleepDeviationThreshold(properties, never);
        RaftServerConfigKeys.setCloseThreshold(properties, never);
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, never);
    }

    /**
     * A leader that lost its majority would stay away from elections for 10 s. Ratis 3.3.0 has one setting for this and
     * for the length of the pause after which a leader steps down. The server reads it for the pause when it is made,
     * and for elections after it has asked for the state machine.
     */
    private void returnToElectionsSoon(RaftProperties properties) {
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
                properties, millis(settings.electionTimeoutMin.toMillis()));
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
