package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.PolledLeadership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reasons of failed polls over real sockets. */
@Timeout(30)
final class SocketProbeTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final Log log = new Log();
    private int port;

    @BeforeEach
    void findPort() throws IOException {
        try (var server = listen(0)) {
            port = server.getLocalPort();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    }

    /** Reads one byte, which is the term. */
    private final class Probe implements LeadershipProbe {
        @Override
        public Optional<LeadershipClaim> poll() throws IOException {
            try (var socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                return Optional.of(LeadershipClaim.self(
                        S1, socket.socket().getInputStream().read()));
            }
        }

        @Override
        public String address() {
            return "127.0.0.1:" + port;
        }
    }

    private Tracker tracker() {
        return Tracker.builder("sockets").logger(log).build();
    }

    private PolledLeadership polled() {
        return PolledLeadership.of(Map.of(S1, new Probe()))
                .withInterval(MILLI)
                .withBackOff(MILLI)
                .withJitter(Duration.ZERO);
    }

    private void untilLogged(int lines) {
        while (log.lines.size() < lines) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closedPortIsSaidOnceWithItsAddressAndItsEndOnce() throws Exception {
        try (var tracker = tracker()) {
            var polling = tracker.track(polled());
            while (polling.failures() < 5) {
                Thread.onSpinWait();
            }
            try (var server = listen(port)) {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write(7);
                }
                tracker.awaitLeader(Duration.ofSeconds(10));
                untilLogged(2);
            }
        }

        assertThat(log.lines.get(0))
                .isEqualTo(
                        "WARNING tracker sockets: server s1: cannot be polled: connection refused: 127.0.0.1:" + port);
        assertThat(log.lines.get(1)).startsWith("INFO tracker sockets: server s1: answers again after ");
    }

    @Test
    void serverThatHangsIsNamedWithItsAddress() throws Exception {
        try (var server = listen(port);
                var tracker = tracker()) {
            tracker.track(polled().withTimeout(Duration.ofMillis(50)));
            try (var socket = server.accept()) {
                untilLogged(1);
                assertThat(socket.isConnected()).isTrue();
            }
        }

        assertThat(log.lines)
                .startsWith("WARNING tracker sockets: server s1: cannot be polled: no answer within PT0.05S: 127.0.0.1:"
                        + port);
    }

    @Test
    void stackTracesAreLoggedAtDebugOnly() {
        log.debug = true;
        try (var tracker = tracker()) {
            var polling = tracker.track(polled());
            while (polling.failures() < 3) {
                Thread.onSpinWait();
            }
            untilLogged(4);
        }

        assertThat(log.lines)
                .startsWith(
                        "WARNING tracker sockets: server s1: cannot be polled: connection refused: 127.0.0.1:" + port,
                        "DEBUG tracker sockets: server s1: poll failed, 1 in a row: Connection refused",
                        "DEBUG tracker sockets: server s1: poll failed, 2 in a row: Connection refused");
    }
}
