package io.raftelection.watch.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.CannedServer;
import io.raftelection.watch.faults.FoundGroups;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads answers of NATS that were recorded, and changed. */
@Timeout(60)
final class NatsAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LEADER = CannedServer.recorded("/nats/jsz-leader.json");
    private static final String FOLLOWER = CannedServer.recorded("/nats/jsz-follower.json");
    private static final String VARZ = CannedServer.recorded("/nats/varz.json");

    private static Jsz jsz(String text) throws AnswerException {
        return Jsz.of(JsonAnswer.parse("http://n1", text));
    }

    @Test
    void leaderHearsFromItsReplicas() throws Exception {
        var groups = jsz(LEADER).groups();

        assertThat(groups).containsOnlyKeys("_meta_", "$G/ORDERS");
        assertThat(groups).containsEntry("_meta_", new RaftGroup(Optional.of("n1"), 3, 3, Set.of("n2", "n3")));
        assertThat(groups).containsEntry("$G/ORDERS", new RaftGroup(Optional.of("n1"), 3, 3, Set.of("n2", "n3")));
    }

    @Test
    void followerDoesNotListTheReplicasOfTheMetaGroupAndStreamsWithOneReplicaAreNoGroups() throws Exception {
        var groups = jsz(FOLLOWER).groups();

        assertThat(groups).containsOnlyKeys("_meta_", "$G/ORDERS");
        assertThat(groups).containsEntry("_meta_", new RaftGroup(Optional.of("n1"), 3, 1, Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "10710000000, 10710000000, false", // as recorded of a leader that was frozen for 10 s
        "3999999999, 10710000000, true",
        "4000000000, 4000000000, false",
        "4000000000, 1, true",
    })
    void leaderWithoutAMajorityForFourSecondsDoesNotCount(long second, long third, boolean hasMajority)
            throws Exception {
        var text = LEADER.replaceFirst("\"active\": \\d+", "\"active\": " + second)
                .replaceFirst("\"active\": (?!" + second + ",)\\d+", "\"active\": " + third);

        var meta = jsz(text).groups().get("_meta_");

        assertThat(meta).isNotNull().returns(hasMajority, RaftGroup::hasMajority);
    }

    @Test
    void replicaThatWasNeverHeardFromDoesNotCount() throws Exception {
        var never = LEADER.replaceAll("\"current\": true,\\s+\"active\": \\d+", "\"current\": false, \"active\": 0");
        var thisMoment = LEADER.replaceAll("\"active\": \\d+", "\"active\": 0");

        assertThat(jsz(never).groups().values()).noneMatch(RaftGroup::hasMajority);
        assertThat(jsz(thisMoment).groups().values()).allMatch(RaftGroup::hasMajority);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                    | server_id: is missing
            []                                                    | is an array, expected an object
            {"disabled":true}                                     | JetStream is disabled, expected a server with JetStream
            {"disabled":1}                                        | disabled: is 1, expected true or false
            {"server_id":7}                                       | server_id: is 7, expected a string
            {"server_id":"N"}                                     | meta_cluster: is missing, expected a server with JetStream in a cluster
            {"server_id":"N","meta_cluster":[]}                   | meta_cluster: is an array, expected an object
            {"server_id":"N","meta_cluster":{}}                   | cluster_size: is missing
            {"server_id":"N","meta_cluster":{"cluster_size":-1}}  | cluster_size: is -1, expected a whole number
            {"server_id":"N","meta_cluster":{"cluster_size":1e99}} | cluster_size: is 1.0E99, expected a whole number
            {"server_id":"N","meta_cluster":{"cluster_size":3,"leader":{}}} | leader: is an object, expected a string
            {"server_id":"N","meta_cluster":{"cluster_size":3,"replicas":[{"active":-1}]}} | replicas[0]: active: is -1, expected a whole number
            {"server_id":"N","meta_cluster":{"cluster_size":3,"replicas":[{}]}} | replicas[0]: active: is missing
            {"server_id":"N","meta_cluster":{"cluster_size":3},"account_details":7} | account_details: is 7, expected an array
            {"server_id":"N","meta_cluster":{"cluster_size":3},"account_details":[{}]} | account_details[0]: name: is missing
            {"header":{"cluster_id":"1","member_id":"2"},"leader":"2","raftTerm":"3"} | server_id: is missing
            """)
    void answerThatIsNotValidSaysWhy(String body, String words) {
        assertThatThrownBy(() -> jsz(body)).isInstanceOf(AnswerException.class).hasMessageContaining(words);
    }

    @Test
    void answerThatIsNotValidEndsTheLeadershipAndTheNextOneThatIsValidBeginsItAgain() throws Exception {
        var found = new FoundGroups();
        try (var server = new CannedServer().answer("/jsz", LEADER).answer("/varz", VARZ);
                var watch = watch(found, server.address())) {
            var tracker = found.tracker("_meta_");
            var leader = tracker.awaitLeader(PATIENCE);
            assertThat(leader.server()).isEqualTo(ServerId.of("n1"));

            server.answer("/jsz", "{}");
            var loss = leader.awaitLost(PATIENCE);
            assertThat(loss.reason()).contains("/jsz").contains("server_id: is missing");
            assertThat(watch.problems().toString()).contains("server_id: is missing");

            server.answer("/jsz", LEADER);
            assertThat(tracker.awaitLeader(PATIENCE).server()).isEqualTo(ServerId.of("n1"));
        }
    }

    @Test
    void nameThatTheUserGaveWinsAndAnotherServerAtTheAddressIsTrackedByItsName() throws Exception {
        var found = new FoundGroups();
        try (var named = new CannedServer().answer("/jsz", LEADER).answer("/varz", VARZ);
                var other = new CannedServer().answer("/jsz", LEADER).answer("/varz", VARZ);
                var watch = watch(found, "a=" + named.address())) {
            assertThat(found.tracker("_meta_").awaitLeader(PATIENCE).server()).isEqualTo(ServerId.of("a"));
            assertThat(watch.problems()).isEmpty();
            try (var second = watch(new FoundGroups(), other.address())) {
                other.answer("/varz", VARZ.replace("\"n1\"", "\"n9\"").replace("NDCT3", "NDCT4"))
                        .answer("/jsz", LEADER.replace("\"n1\"", "\"n9\"").replace("NDCT3", "NDCT4"));
                second.trackers();
                awaitLeader(second, ServerId.of("n9"));
            }
        }
    }

    private static void awaitLeader(Watch watch, ServerId server) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (watch.trackers().values().stream()
                .noneMatch(tracker -> tracker.leader()
                        .filter(leader -> leader.server().equals(server))
                        .isPresent())) {
            assertThat(System.nanoTime()).as(watch.problems().toString()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static Watch watch(FoundGroups found, String endpoint) throws Exception {
        var settings = WatchSettings.of("nats")
                .withInterval(Duration.ofMillis(5))
                .withBackOff(Duration.ofMillis(20))
                .withRediscovery(Duration.ofMillis(20));
        return Watch.start(NatsServers.source(List.of(Endpoint.parse(endpoint)), Access.open()), settings, found);
    }
}
