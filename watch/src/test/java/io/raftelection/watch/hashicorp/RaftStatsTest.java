package io.raftelection.watch.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.Secret;
import io.raftelection.watch.StubServer;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RaftStatsTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final WatchSettings SETTINGS = WatchSettings.of("orders").withInterval(Duration.ofMillis(20));

    @TempDir
    private Path folder;

    @Test
    void termThatWasReadAfterTheLossIsNotThatOfTheLeader() throws Exception {
        var asked = new AtomicInteger();
        try (var first = new StubServer(
                        (path, headers) -> // it led term 4 when its state was read
                        stats(asked.getAndIncrement() == 0 ? "Leader" : "Follower", 5));
                var second = new StubServer((path, headers) -> stats(asked.get() > 2 ? "Leader" : "Candidate", 5));
                var watch = Watch.start(
                        HashicorpRaft.source(
                                List.of(first.endpoint("s1", ""), second.endpoint("s2", "/stats")), Access.open()),
                        SETTINGS)) {
            var leadership = watch.tracker().awaitLeader(PATIENCE);

            assertThat(leadership.server()).isEqualTo(S2);
            assertThat(leadership.term()).hasValue(5);
            assertThat(watch.tracker().standings())
                    .extracting(standing -> standing.server())
                    .contains(S1);
        }
    }

    @Test
    void consulServerIsAskedWithItsToken() throws Exception {
        var token = Files.writeString(folder.resolve("token"), "secret\n");
        var self = """
                {"Config":{"NodeName":"consul-1","Server":true},
                 "Stats":{"agent":{"check_monitors":"0"},"consul":{"leader":"true","leader_addr":"10.0.0.1:8300"},
                          "raft":%s}}""".formatted(stats("Leader", 12));
        try (var server = new StubServer((path, headers) ->
                        path.equals("/v1/agent/self") && headers.contains("X-Consul-Token: secret\n") ? self : "");
                var watch = Watch.start(
                        HashicorpRaft.consul(
                                List.of(server.endpoint("s1", "")),
                                Access.open().withToken(Secret.ofFile(token))),
                        SETTINGS)) {
            assertThat(watch.tracker().awaitLeader(PATIENCE).term()).hasValue(12);
        }
    }

    @Test
    void answerThatIsNotValidIsAProblem() throws Exception {
        BlockingQueue<String> problems = new LinkedBlockingQueue<>();
        try (var server = new StubServer((path, headers) -> "{\"state\":\"Ruler\",\"term\":\"1\"}");
                var watch = Watch.start(
                        HashicorpRaft.source(List.of(server.endpoint("s1", "")), Access.open()),
                        SETTINGS,
                        new WatchListener() {
                            @Override
                            public void problem(String subject, String words) {
                                problems.add(words);
                            }
                        })) {
            assertThat(problems.poll(20, TimeUnit.SECONDS))
                    .endsWith("state: is \"Ruler\", expected one of Leader, Candidate, Follower, Shutdown");
            assertThat(watch.tracker().leader()).isEmpty();
        }
    }

    /** Answers as HashiCorp raft 1.1.2 does. */
    private static String stats(String state, long term) {
        return "{\"applied_index\":\"2\",\"commit_index\":\"2\",\"fsm_pending\":\"0\",\"last_contact\":\"0\","
                + "\"last_log_term\":\"2\",\"num_peers\":\"2\",\"state\":\"" + state + "\",\"term\":\"" + term + "\"}";
    }
}
