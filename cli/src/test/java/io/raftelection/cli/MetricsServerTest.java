package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP server of the metrics. */
@Timeout(60)
final class MetricsServerTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<AutoCloseable> open = new ArrayList<>(List.of(registry::close));

    @AfterEach
    void closeAll() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    private URI start() throws IOException {
        var server = MetricsServer.start(MetricsAddress.parse("0"), registry);
        open.add(server);
        return URI.create(server.url());
    }

    /** {@return the answer to a request, which is sent as it stands} */
    private static String answer(URI server, String request) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String request(String first, String host) {
        return first + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    @Test
    void metersAreServedOnLoopbackOnly() throws Exception {
        registry.gauge("raft.election.term", 7);
        var server = start();

        assertThat(server.getHost()).isEqualTo("127.0.0.1");
        assertThat(answer(server, request("GET /metrics", server.getAuthority())))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("text/plain; version=0.0.4; charset=utf-8")
                .contains("raft_election_term 7.0\n");
        assertThat(answer(server, request("HEAD /metrics", server.getAuthority())))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .doesNotContain("raft_election_term");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /metrics,evil.example,403",
        "GET /metrics,127.0.0.1.evil.example:80,403",
        "GET /metrics,localhost:9464,200",
        "GET /metrics,[::1]:9464,200",
        "GET /,127.0.0.1,404",
        "GET /metrics/../etc,127.0.0.1,404",
        "POST /metrics,127.0.0.1,405",
        "DELETE /metrics,127.0.0.1,405"
    })
    void requestIsAnsweredByItsHostPathAndMethod(String first, String host, int code) throws Exception {
        assertThat(answer(start(), request(first, host))).startsWith("HTTP/1.1 " + code + " ");
    }

    @Test
    void requestWithoutAHostIsRefused() throws Exception {
        assertThat(answer(start(), "GET /metrics HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void clientsThatNeverEndTheirRequestsAreClosed(@TempDir Path folder) throws Exception {
        var watch = Started.command(folder, "watch", "etcd", "127.0.0.1:1", "--metrics", "0");
        try {
            var pattern = Pattern.compile("(?m)^metrics: (\\S+)");
            watch.awaitLine(pattern);
            var found = pattern.matcher(watch.all());
            assertThat(found.find()).isTrue();
            var server = URI.create(found.group(1));
            for (int i = 0; i < 8; i++) {
                var idle = new Socket(server.getHost(), server.getPort());
                open.add(idle);
                idle.setSoTimeout(30_000);
                idle.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
            }
            for (var idle : open) {
                if (idle instanceof Socket socket) {
                    assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
                }
            }

            assertThat(answer(server, request("GET /metrics", "127.0.0.1"))).startsWith("HTTP/1.1 200 OK\r\n");
        } finally {
            watch.terminate();
            watch.exitCode();
        }
    }

    @Test
    void requestsThatNeverEndLeaveTheThreadsToOthers() throws Exception {
        var http = MetricsServer.start(MetricsAddress.parse("0"), registry, Duration.ofMillis(300));
        open.add(http);
        var server = URI.create(http.url());
        var idle = new ArrayList<Socket>();
        for (int i = 0; i < 8; i++) {
            var socket = new Socket(server.getHost(), server.getPort());
            open.add(socket);
            idle.add(socket);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write('G');
        }
        for (var socket : idle) {
            assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
        }

        assertThat(answer(server, request("GET /metrics", "127.0.0.1"))).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void portInUseIsAMistakeOfTheCaller() throws Exception {
        var server = start();
        var run = Typed.command(
                "watch", "etcd", "127.0.0.1:1", "--for", "1ms", "--metrics", String.valueOf(server.getPort()));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("raft-election: --metrics: cannot listen on 127.0.0.1:" + server.getPort()
                        + ": address already in use");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "65536", "-1", "host:", ":1", "no such host:1", "[::1:1"})
    void addressThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> MetricsAddress.parse(text)).hasMessageContaining("expected [HOST:]PORT");
    }

    @Test
    void hostThatWasGivenIsAccepted() {
        var address = MetricsAddress.parse("LocalHost:0");

        assertThat(address.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(address.accepts("localhost:12")).isTrue();
        assertThat(MetricsAddress.parse("[::1]:9464").accepts("[::1]:9464")).isTrue();
    }
}
