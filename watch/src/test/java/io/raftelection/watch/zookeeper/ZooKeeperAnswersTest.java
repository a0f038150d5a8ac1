package io.raftelection.watch.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.CannedServer;
import io.raftelection.watch.faults.FoundGroups;
import io.raftelection.watch.zookeeper.ServerStats.State;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads answers of ZooKeeper that were recorded, and changed. */
@Timeout(60)
final class ZooKeeperAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LEADER = CannedServer.recorded("/zookeeper/srvr-leader.json");
    private static final String FOLLOWER = CannedServer.recorded("/zookeeper/srvr-follower.json");
    private static final String NOT_SERVING = CannedServer.recorded("/zookeeper/srvr-not-serving.json");
    private static final String NUMBER = CannedServer.recorded("/zookeeper/configuration.json");

    private static ServerStats stats(String text) throws AnswerException {
        return ServerStats.of(
                AdminAnswer.of(JsonAnswer.parse("http://z3", text)).orElseThrow());
    }

    @Test
    void leaderSaysItsEpochAndForHowLongItHasLed() throws Exception {
        assertThat(stats(LEADER)).isEqualTo(new ServerStats(State.LEADING, 1, Duration.ofMillis(3634)));
        assertThat(stats(LEADER.replace("4294967296", "18446744073709551615")).epoch())
                .isEqualTo(4294967295L);
    }

    @Test
    void followerSaysAnEarlierEpoch() throws Exception {
        assertThat(stats(FOLLOWER)).isEqualTo(new ServerStats(State.FOLLOWING, 0, Duration.ofMillis(1668)));
    }

    @Test
    void serverThatDoesNotServeKnowsOfNoLeader() throws Exception {
        assertThat(AdminAnswer.of(JsonAnswer.parse("http://z3", NOT_SERVING))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                  | server_stats: is missing
            []                                                                  | is an array, expected an object
            7                                                                   | is 7, expected an object
            {"error":"Unknown command: srvr"}                                   | http://z3: Unknown command: srvr
            {"error":[]}                                                        | error: is an array, expected a string
            {"server_stats":null}                                               | server_stats: is missing
            {"server_stats":{"server_state":"standalone"}}                      | server_state: is standalone, expected a server of an ensemble
            {"server_stats":{"server_state":"king"}}                            | server_state: is "king", expected leader, follower, observer or read-only
            {"server_stats":{"server_state":1}}                                 | server_state: is 1, expected a string
            {"server_stats":{"server_state":"leader"}}                          | last_processed_zxid: is missing
            {"server_stats":{"server_state":"leader","last_processed_zxid":-1}} | last_processed_zxid: is -1, expected a whole number
            {"server_stats":{"server_state":"leader","last_processed_zxid":1e999}} | last_processed_zxid: is
            {"server_stats":{"server_state":"leader","last_processed_zxid":1,"uptime":9223372036854775807}} | uptime: is 9223372036854775807 ms, expected at most 10,000 days
            {"server_stats":{"server_state":"leader","last_processed_zxid":1,"uptime":"soon"}} | uptime: is "soon", expected a whole number
            {"server_id":"N","meta_cluster":{}}                                 | server_stats: is missing
            """)
    void answerThatIsNotValidSaysWhy(String body, String words) {
        assertThatThrownBy(() -> stats(body))
                .isInstanceOf(AnswerException.class)
                .hasMessageContaining(words);
    }

    @Test
    void leaderIsNamedByItsNumberAndHasLedAlready() throws Exception {
        var found = new FoundGroups();
        try (var server = new CannedServer()
                        .answer("/commands/srvr", NOT_SERVING)
                        .answer("/commands/configuration", NOT_SERVING);
                var watch = watch(found, server.address())) {
            server.answer("/commands/configuration", NUMBER).answer("/commands/srvr", LEADER);
            var leader = watch.tracker().awaitLeader(PATIENCE);
            assertThat(leader.server()).isEqualTo(ServerId.of("3"));
            assertThat(leader.term()).isEqualTo(OptionalLong.of(1));

            server.answer("/commands/srvr", "{}");
            assertThat(leader.awaitLost(PATIENCE).reason()).contains("server_stats: is missing");

            server.answer("/commands/srvr", LEADER);
            watch.tracker().awaitLeader(PATIENCE);
            var first = watch.tracker().history().events().stream()
                    .filter(Acquired.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertThat(first.already()).isTrue();
            assertThat(first.uncertainty()).isEqualTo(Duration.ofMillis(3634));
        }
    }

    @Test
    void nameThatTheUserGaveIsAlsoThatInTheViewsOfOthers() throws Exception {
        var leading = CannedServer.recorded("/zookeeper/leader.json");
        var two = NUMBER.replace("\"server_id\" : 3", "\"server_id\" : 2");
        try (var third = new CannedServer().answer("/commands/srvr", LEADER).answer("/commands/configuration", NUMBER);
                var second = new CannedServer()
                        .answer("/commands/srvr", FOLLOWER)
                        .answer("/commands/leader", leading)
                        .answer("/commands/configuration", two);
                var watch = watch(new FoundGroups(), "a=" + third.address(), "b=" + second.address())) {
            var tracker = watch.tracker();
            assertThat(tracker.awaitLeader(PATIENCE).server()).isEqualTo(ServerId.of("a"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (tracker.history().events().stream()
                    .noneMatch(event -> event.toString().contains("b follows a"))) {
                assertThat(System.nanoTime()).as(tracker.history().toString()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    private static Watch watch(FoundGroups found, String... endpoints) throws Exception {
        var settings = WatchSettings.of("zookeeper")
                .withInterval(Duration.ofMillis(5))
                .withBackOff(Duration.ofMillis(20))
                .withRediscovery(Duration.ofMillis(20));
        var parsed = List.of(endpoints).stream().map(Endpoint::parse).toList();
        return Watch.start(ZooKeeperServers.source(parsed, Access.open()), settings, found);
    }
}
