package io.raftelection.watch.hashicorp;

import io.raftelection.watch.Access;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.WatchedCluster;
import io.raftelection.watch.http.HttpQuestion;
import io.raftelection.watch.http.HttpServers;
import io.raftelection.watch.recording.FollowedRecordings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Watches three real processes of HashiCorp raft by their followed recordings and, at the same time, by polls, and
 * compares what is reported with their logs.
 */
@Timeout(1_800)
final class HashicorpRaftTest {
    private static final WatchSettings SETTINGS = WatchSettings.of("orders")
            .withInterval(Duration.ofMillis(100))
            .withTimeout(Duration.ofSeconds(5))
            .withBackOff(Duration.ofMillis(500));
    private static final HttpQuestion STATS =
            HttpQuestion.leads("/state", "Leader").withTerm("/term");

    @TempDir
    private Path folder;

    private static WatchedCluster watch(HashicorpCluster raft) throws Exception {
        return new WatchedCluster(raft.processes())
                .pushed("hashicorp-raft by recordings", FollowedRecordings.of(raft.recordings()), SETTINGS)
                .polled("hashicorp-raft by polls", HashicorpRaft.source(raft.endpoints(), Access.open()), SETTINGS)
                .polled("http", HttpServers.source(raft.endpoints(), Access.open(), STATS), SETTINGS);
    }

    @Test
    void reportedLeadersAreThoseOfTheLogsWhenLeadersAreKilledAndFrozen() throws Exception {
        var raft = HashicorpCluster.onLoopback(folder);
        try (var cluster = raft.processes().startAll();
                var watched = watch(raft)) {
            watched.compare("kill and freeze", watched::kill, watched::freeze);
        }
    }

    @Test
    void isolatedLeaderHasLostWhenTheNextOneLeads() throws Exception {
        var raft = HashicorpCluster.onHosts(folder);
        try (var cluster = raft.processes().startAll();
                var watched = watch(raft)) {
            watched.compare("cut", watched::cut);
        }
    }
}
