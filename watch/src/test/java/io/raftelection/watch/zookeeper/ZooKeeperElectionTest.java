package io.raftelection.watch.zookeeper;

import static io.raftelection.watch.zookeeper.WatchedElection.ONE;
import static io.raftelection.watch.zookeeper.WatchedElection.THREE;
import static io.raftelection.watch.zookeeper.WatchedElection.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAsker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An election of real applications in a real ZooKeeper, watched from outside. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ZooKeeperElectionTest {
    @TempDir
    Path folder;

    private WatchedElection election;

    @BeforeEach
    void prepare() {
        election = new WatchedElection(folder);
    }

    @AfterEach
    void closeAll() throws Exception {
        election.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"latch", "selector"})
    void leadersAreThoseThatTheApplicationsSayAndTheTokensToo(String recipe) throws Exception {
        election.start(1, recipe);
        election.apps.start("a1");
        election.until(() -> election.apps.output("a1").contains("acquired"));
        election.watched(ONE);
        election.awaitSame("a1");
        assertThat(election.acquired()).allMatch(LeadershipEvent::already);
        election.apps.start("a2");
        election.awaitCandidates(2);

        election.apps.process("a1").kill();
        election.awaitSame("a2");
        election.apps.start("a3");
        election.awaitCandidates(2);
        election.apps.process("a2").freeze(); // until its session expires
        election.awaitSame("a3");
        election.apps.process("a2").resume();
        election.awaitCandidates(2);
        election.apps.process("a3").kill();
        election.awaitSame("a2");

        assertThat(election.told())
                .containsExactlyElementsOf(election.apps.acquisitions().values());
        assertThat(election.told()).containsSubsequence("a1", "a2", "a3", "a2");
        assertThat(election.acquired().skip(1)).noneMatch(LeadershipEvent::already);
        assertThat(election.watch.tracker().history().toString()).contains("a1 lost (\"its node is gone\")");
        assertThat(election.watch.tracker().history().summary().longestOverlap())
                .isEmpty();
        assertThat(election.watch.tracker().anomalies()).isEmpty();
        assertThat(election.watch.problems()).isEmpty();
    }

    @Test
    void electionThatBeginsLaterIsSeenFromItsBeginning() throws Exception {
        election.start(1, "latch");
        election.watched(ONE);
        awaitWatch();
        election.apps.start("a1");
        election.awaitSame("a1");

        assertThat(election.acquired()).noneMatch(LeadershipEvent::already);
    }

    /** Waits until the server has the watch, which asks for the children at the same time. */
    private void awaitWatch() throws Exception {
        var http = new HttpAsker(Access.open().tls(), Duration.ofSeconds(30));
        election.until(() -> hasWatch(http, election.ensemble.address(ONE)));
    }

    private static boolean hasWatch(HttpAsker http, String server) throws InterruptedException {
        try {
            var summary = http.get(URI.create(server + "/commands/watch_summary"), Map.of())
                    .json();
            return summary.get("num_total_watches").number() > 0;
        } catch (AnswerException e) {
            return false; // the server starts
        }
    }

    @Test
    void serverThatIsKilledEndsNoLeadership() throws Exception {
        election.start(3, "latch");
        election.apps.start("a1");
        election.until(() -> election.apps.output("a1").contains("acquired"));
        election.watched(ONE, TWO, THREE);
        election.awaitSame("a1");
        long token = election.token();
        election.ensemble.kill(ONE);
        election.until(() -> election.apps.acquisitions().containsKey(token));
        election.ensemble.start(ONE);
        election.apps.start("a2");
        election.awaitCandidates(2);
        election.apps.process("a1").kill();
        election.awaitSame("a2");

        assertThat(election.told())
                .containsExactlyElementsOf(election.apps.acquisitions().values());
        assertThat(election.told()).startsWith("a1").endsWith("a2");
        assertThat(election.watch.tracker().history().toString()).contains("a1 lost (\"its node is gone");
        assertThat(election.watch.tracker().anomalies()).isEmpty();
    }

    @Test
    void changesThatWereMissedWhileTheOnlyServerWasAwayAreNotGuessed() throws Exception {
        election.start(3, "latch");
        election.apps.start("a1");
        election.until(() -> election.apps.output("a1").contains("acquired"));
        election.watched(ONE);
        election.awaitSame("a1");
        election.ensemble.kill(ONE);
        election.apps.start("a2");
        election.until(() -> children() == 2);
        election.apps.process("a1").kill();
        election.until(() -> election.apps.output("a2").contains("acquired"));
        election.apps.start("a3");
        election.until(() -> children() == 2);
        election.apps.process("a2").kill();
        election.until(() -> election.apps.output("a3").contains("acquired"));
        assertThat(election.told()).containsExactly("a1");

        election.ensemble.start(ONE);
        election.awaitSame("a3");

        assertThat(election.told()).containsExactly("a1", "a3");
        assertThat(election.acquired()).allMatch(LeadershipEvent::already);
        assertThat(election.watch.tracker().history().toString())
                .contains("a1 lost (\"its node is gone, and changes were missed\")");
    }

    private long children() throws Exception {
        try (var client = election.client(Access.open(), TWO)) {
            return client.getChildren(CuratorApps.PATH, false).size();
        }
    }

    @Test
    void electionIsUnknownWhileNoServerAnswersAndItsLeaderLeadsAlreadyAfterThat() throws Exception {
        election.start(1, "latch");
        election.apps.start("a1");
        election.until(() -> election.apps.output("a1").contains("acquired"));
        election.watched(Duration.ofSeconds(1), Access.open(), ONE);
        election.awaitSame("a1");
        election.ensemble.freeze(ONE);

        election.until(() -> election.watch.tracker().leader().isEmpty());
        assertThat(election.watch.tracker().history().toString())
                .contains("a1 lost (\"cannot be asked: " + election.client(ONE))
                .contains("no answer within 1.0 s");
        election.until(() -> election.watch.problems().containsKey("election /app/orders"));
        long token = election.apps.acquisitions().lastKey();
        election.ensemble.kill(ONE);
        election.ensemble.start(ONE);
        election.awaitLeader("a1");
        election.until(() -> election.watch.problems().isEmpty());
        if (election.token() == token) { // otherwise its session has expired, and it leads anew
            assertThat(election.acquired()).allMatch(LeadershipEvent::already);
        }
    }
}
