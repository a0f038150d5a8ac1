package io.raftelection.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks servers that answer too much, too late, or somewhere else. */
@Timeout(60)
final class HttpAskerTest {
    private static HttpAsker asker(Duration timeout) throws IOException {
        return new HttpAsker(Access.open().tls(), timeout);
    }

    private static HttpAnswer get(HostileServer server) throws Exception {
        return asker(Duration.ofSeconds(20)).get(URI.create(server.address() + "/x"), Map.of());
    }

    @Test
    void endlessBodyIsRefused() throws Exception {
        try (var server = HostileServer.start(HostileServer.endless())) {
            assertThatThrownBy(() -> get(server))
                    .isInstanceOf(AnswerException.class)
                    .hasMessage(server.address() + "/x: the body has more than 16777216 bytes");
        }
    }

    @Test
    void bodyThatStallsEndsWithTheTimeout() throws Exception {
        try (var server = HostileServer.start(HostileServer.stalled())) {
            var uri = URI.create(server.address() + "/x");

            assertThatThrownBy(() -> asker(Duration.ofMillis(300)).get(uri, Map.of()))
                    .isInstanceOf(AnswerException.class)
                    .hasMessage(uri + ": no answer within 0.300s");
        }
    }

    @Test
    void redirectToAnotherServerIsNotFollowed() throws Exception {
        try (var other = HostileServer.start(HostileServer.text("{}"));
                var server = HostileServer.start(HostileServer.redirect(other.address() + "/x"))) {
            assertThatThrownBy(() -> get(server))
                    .isInstanceOf(AnswerException.class)
                    .hasMessage(server.address() + "/x: redirects to " + other.address()
                            + "/x, expected an answer from " + server.address().substring("http://".length()));
            assertThat(other.requests()).isZero();
        }
    }

    @Test
    void redirectOnTheSameServerIsFollowedThreeTimes() throws Exception {
        try (var server = HostileServer.start(HostileServer.redirect("/x"))) {
            assertThatThrownBy(() -> get(server)).hasMessage(server.address() + "/x: redirects more than 3 times");
            assertThat(server.requests()).isEqualTo(4);
        }
        HostileServer.Answer once = (path, out) -> {
            var answer = path.equals("/y") ? HostileServer.text("42") : HostileServer.redirect("/y");
            answer.write(path, out);
        };
        try (var server = HostileServer.start(once)) {
            assertThat(get(server).ok().json().number()).isEqualTo(42);
        }
    }

    @Test
    void bodyThatIsNotUtf8IsRefused() throws Exception {
        try (var server = HostileServer.start(HostileServer.bytes(new byte[] {'"', (byte) 0xC3, '"'}))) {
            assertThatThrownBy(() -> get(server).json()).hasMessage(server.address() + "/x: the body is not UTF-8");
        }
    }

    @Test
    void otherStatusThan200NamesTheStartOfTheBody() throws Exception {
        try (var server = HostileServer.start(HostileServer.status("403 Forbidden", "no\u0007 entry"))) {
            assertThatThrownBy(() -> get(server).ok())
                    .hasMessage(server.address() + "/x: status is 403, expected 200: no? entry");
        }
    }
}
