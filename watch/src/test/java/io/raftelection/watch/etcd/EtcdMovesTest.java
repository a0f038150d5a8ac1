package io.raftelection.watch.etcd;

import static io.raftelection.watch.faults.FaultRounds.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Comparison;
import io.raftelection.watch.faults.Processes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Moves the leadership of a real etcd, whose members answer with old terms meanwhile. */
@Timeout(300)
final class EtcdMovesTest {
    private static final int MOVES = 40;

    @TempDir
    Path folder;

    private final Map<ServerId, String> numbers = new HashMap<>();

    @Test
    void leadershipThatIsMovedFortyTimesNeverHasTwoLeadersInOneTerm() throws Exception {
        try (var cluster = EtcdCluster.onLoopback(folder, 3).startAll()) {
            var source = EtcdMembers.source(List.of(Endpoint.parse(cluster.address(ServerId.of("e1")))), Access.open());
            var often = WatchSettings.of("etcd").withInterval(Duration.ofMillis(2));
            try (var watch = Watch.start(source, often)) {
                move(cluster, watch);
                var tracker = watch.tracker();
                tracker.close();

                var history = tracker.history();
                assertThat(history.safety().splits()).isEmpty();
                assertThat(tracker.anomalies()).isEmpty();
                assertThat(history.events().stream()
                                .filter(Acquired.class::isInstance)
                                .map(event -> event.term().orElseThrow()))
                        .isSorted()
                        .hasSizeGreaterThan(MOVES);
                System.out.println(
                        "etcd, moves: " + Comparison.of(cluster, tracker).summary());
            }
        }
    }

    private void move(Processes cluster, Watch watch) throws Exception {
        var http = new HttpAsker(Access.open().tls(), Duration.ofSeconds(5));
        for (int moved = 0; moved < MOVES; ) {
            var leadership = watch.tracker().awaitLeader(PATIENCE);
            var others = cluster.servers().stream()
                    .filter(server -> !server.equals(leadership.server()))
                    .toList();
            if (move(http, cluster, leadership.server(), others.get(moved % 2))) {
                leadership.awaitLost(PATIENCE);
                moved++;
            }
        }
        watch.tracker().awaitLeader(PATIENCE);
    }

    /** Requests a transfer. {@return false if the leader refused, for example because it has lost leadership} */
    private boolean move(HttpAsker http, Processes cluster, ServerId leader, ServerId next) throws Exception {
        try {
            http.post(
                            URI.create(cluster.address(leader) + "/v3/maintenance/transfer-leadership"),
                            "{\"targetID\":\"" + number(http, cluster, next) + "\"}",
                            Map.of())
                    .ok();
            return true;
        } catch (AnswerException e) {
            return false;
        }
    }

    private String number(HttpAsker http, Processes cluster, ServerId server) throws Exception {
        if (!numbers.containsKey(server)) {
            var status = http.post(URI.create(cluster.address(server) + "/v3/maintenance/status"), "{}", Map.of());
            numbers.put(
                    server, status.ok().json().get("header").get("member_id").text());
        }
        return String.valueOf(numbers.get(server));
    }
}
