package io.raftelection.ratis.testing;

import io.raftelection.testing.spi.EngineSettings;
import io.raftelection.testing.spi.ServerConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.LeaderElection;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * Ratis's properties of one server, for one start.
 *
 * @param properties the properties for its creation
 * @param stepDownWait how long a leader that lost its majority stays away from elections
 */
record ServerProperties(RaftProperties properties, TimeDuration stepDownWait) {
    private static final TimeDuration REQUEST = TimeDuration.valueOf(1, TimeUnit.SECONDS);
    private static final TimeDuration STAGING = TimeDuration.valueOf(10, TimeUnit.SECONDS);
    private static final TimeDuration NEVER = TimeDuration.valueOf(1, TimeUnit.HOURS);
    private static final String RETRY = "1ms,10, 50ms," + Integer.MAX_VALUE;

    static ServerProperties of(RatisEngineBuilder settings, ServerConfig config, RaftPeer peer) {
        var properties = new RaftProperties();
        var min = millis(settings.electionTimeoutMin.toMillis());
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(settings.electionTimeoutMax.toMillis()));
        LeaderElection.setLeaderStepDownWaitTime(properties, min); // the default of 10 s is too long for a test
        setLog(properties);
        // A message that a cut link dropped is sent again after this time.
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, REQUEST);
        // A new server that is silent for this time is given up.
        RaftServerConfigKeys.setStagingTimeout(properties, STAGING);
        // A busy machine sometimes pauses the JVM. The server would then step down or close.
        RaftServerConfigKeys.setSleepDeviationThreshold(properties, NEVER);
        RaftServerConfigKeys.setCloseThreshold(properties, NEVER);

        EngineSettings.configure(settings.configuration, config.id(), properties);

        RaftServerConfigKeys.setStorageDir(
                properties, List.of(config.directory().toFile()));
        if (settings.transport == Transport.GRPC) {
            JvmExit.prevent();
            GrpcFilter.listen(properties, Peers.port(peer));
        } else {
            RaftConfigKeys.Rpc.setType(properties, new MemoryTransport());
        }
        var wait = LeaderElection.leaderStepDownWaitTime(properties);
        LeaderElection.setLeaderStepDownWaitTime(properties, NEVER);
        return new ServerProperties(properties, wait);
    }

    private static void setLog(RaftProperties properties) {
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("4KB"));
        // One entry per file, because a snapshot drops only whole files of the log.
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(1));
        // In Ratis 3.3.0 the close of a log waits forever for the thread that removes such files from memory, if that
        // thread has something to do just then: it waits for the lock of the log, which the close holds.
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, Integer.MAX_VALUE);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
        // Ratis's own entries would come between a test's commands, and only some servers would have them.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
        // A leader repeats a lost request with all its entries, even if a snapshot contains them by then.
        RaftServerConfigKeys.Log.Appender.setBufferElementLimit(properties, 1);
        // On gRPC a leader would try a server that was down only every second, and then every 5 s.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, RETRY);
    }

    /**
     * Sets the time for which a leader that lost its majority stays away from elections. Ratis 3.3.0 has one property
     * for this and for the length of the pause of the JVM after which a leader steps down. The server reads it for the
     * pause when it is created, and for elections after it has requested the state machine. Call this at that request.
     */
    void returnToElectionsSoon() {
        LeaderElection.setLeaderStepDownWaitTime(properties, stepDownWait);
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
