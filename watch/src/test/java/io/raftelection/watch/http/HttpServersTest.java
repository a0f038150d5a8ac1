package io.raftelection.watch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.StubServer;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpServersTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:30Z");
    private static final HttpQuestion QUESTION = HttpQuestion.leads("/raft/roles/0", "leader")
            .withTerm("/raft/epoch")
            .withSince("/since")
            .withLeader("/raft/a~1b");

    @Test
    void leaderIsFoundAtItsUrl() throws Exception {
        try (var server = new StubServer((path, headers) ->
                        path.equals("/health?full=1") ? "{\"leads\":true,\"n\":{\"0\":\"3\"}}" : "");
                var watch = Watch.start(
                        HttpServers.source(
                                List.of(server.endpoint("s1", "/health?full=1")),
                                Access.open(),
                                HttpQuestion.leads("/leads", "true").withTerm("/n/0")),
                        WatchSettings.of("orders"))) {
            assertThat(watch.tracker().awaitLeader(Duration.ofSeconds(20)).term())
                    .hasValue(3);
        }
    }

    @Test
    void claimHasTheTermAndSaysSinceWhen() throws Exception {
        assertThat(claim("{\"raft\":{\"roles\":[\"leader\"],\"epoch\":\"7\"},\"since\":\"2026-01-31T13:00:00+01:00\"}"))
                .contains(LeadershipClaim.self(S1, 7).withLedFor(Duration.ofSeconds(30)));
        assertThat(claim("{\"raft\":{\"roles\":[\"leader\"],\"epoch\":7},\"since\":1769860829000}"))
                .contains(LeadershipClaim.self(S1, 7).withLedFor(Duration.ofSeconds(1)));
        assertThat(claim("{\"raft\":{\"roles\":[\"leader\"],\"epoch\":7},\"since\":1769860829}"))
                .contains(LeadershipClaim.self(S1, 7).withLedFor(Duration.ofSeconds(1)));
        assertThat(claim("{\"raft\":{\"roles\":[\"leader\"],\"epoch\":7},\"since\":null}"))
                .contains(LeadershipClaim.self(S1, 7));
    }

    @Test
    void followerNamesItsLeader() throws Exception {
        assertThat(claim("{\"raft\":{\"roles\":[\"follower\"],\"epoch\":7,\"a/b\":\"s2\"}}"))
                .contains(LeadershipClaim.hearsay(ServerId.of("s2"), 7));
        assertThat(claim("{\"raft\":{\"roles\":[\"follower\"],\"epoch\":7,\"a/b\":\"\"}}"))
                .contains(LeadershipClaim.nobody());
        assertThat(claim("{\"raft\":{\"roles\":[\"follower\"],\"epoch\":7,\"a/b\":\"s1\"}}"))
                .isEmpty();
    }

    @Test
    void answerThatLacksAValueIsRefused() {
        assertThatThrownBy(() -> claim("{\"raft\":{\"roles\":[]}}"))
                .isInstanceOf(AnswerException.class)
                .hasMessage("x: /raft/roles/0: is missing");
        assertThatThrownBy(() -> claim("{\"raft\":{\"roles\":[\"leader\"]}}")).hasMessage("x: /raft/epoch: is missing");
        assertThatThrownBy(() -> claim("{\"raft\":{\"roles\":[\"leader\"],\"epoch\":-1}}"))
                .hasMessageContaining("expected a whole number from 0");
        assertThatThrownBy(() -> claim("{\"raft\":{\"roles\":[\"leader\"],\"epoch\":1},\"since\":\"noon\"}"))
                .hasMessage("x: since: is \"noon\", expected a time such as 2026-01-31T12:00:00Z");
        assertThatThrownBy(() -> HttpQuestion.leads("raft", "x"))
                .hasMessage("\"raft\": is no JSON pointer, expected for example /raft/state");
    }

    private static Optional<LeadershipClaim> claim(String answer) throws AnswerException {
        return QUESTION.claim(S1, JsonAnswer.parse("x", answer), NOW);
    }
}
