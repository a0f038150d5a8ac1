package io.raftelection.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Offers batches to a client whose thread writes only when the test says so. */
@Timeout(60)
final class LiveClientTest {
    private static final long MANY = 1 << 20;

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final LongAdder dropped = new LongAdder();
    private final List<LiveClient> gone = new ArrayList<>();

    /** What a test does with a client. */
    private interface Use {
        void with(LiveClient client, HttpExchange exchange) throws Exception;
    }

    /** {@return what a client of a real server receives until it ends} */
    private String received(Executor writers, int limit, long memory, Use use) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var failures = new ArrayList<Throwable>();
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var client = new LiveClient(exchange, writers, limit, () -> memory, dropped, gone::add);
            try {
                use.with(client, exchange);
            } catch (Exception | AssertionError e) {
                failures.add(e);
            } finally {
                client.end();
            }
        });
        server.start();
        try {
            var page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            var answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(failures).isEmpty();
            return answer;
        } finally {
            server.stop(0);
        }
    }

    private static LiveBatch batch(long first, int count, long missed, int size) {
        return new LiveBatch(first, count, missed, first, (first + ";" + "x".repeat(size)).getBytes(UTF_8));
    }

    private void write() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void droppedMessageAboutMissingEventsCountsThem() throws Exception {
        var received = received(tasks::add, 10, MANY, (client, exchange) -> {
            client.offer(batch(0, 5, 0, 0));
            client.offer(batch(5, 0, 42, 0));
            client.offer(batch(47, 5, 0, 0));
            client.offer(batch(52, 5, 0, 0));
            write();
        });

        assertThat(received).contains("{\"dropped\":52,\"next\":52,").endsWith("52;");
        assertThat(dropped.sum()).isEqualTo(10);
    }

    @Test
    void queueIsBoundedInBytes() throws Exception {
        var received = received(tasks::add, 1_000, 1_000, (client, exchange) -> {
            for (int i = 0; i < 4; i++) {
                client.offer(batch(i, 1, 0, 300));
            }
            write();
        });

        assertThat(received)
                .contains("{\"dropped\":3,\"next\":3,")
                .contains("3;xxx")
                .doesNotContain("2;xxx");
    }

    @Test
    void errorOfAWriterEndsTheClient() throws Exception {
        received(
                task -> {
                    throw new StackOverflowError();
                },
                10,
                MANY,
                (client, exchange) -> {
                    assertThatThrownBy(() -> client.offer(batch(0, 1, 0, 0))).isInstanceOf(StackOverflowError.class);
                    assertThat(gone).containsExactly(client);
                });
    }

    @Test
    void errorWhileWritingEndsTheClient() throws Exception {
        received(tasks::add, 10, MANY, (client, exchange) -> {
            exchange.getRequestBody();
            exchange.setStreams(null, new FilterOutputStream(exchange.getResponseBody()) {
                @Override
                public void write(byte[] bytes) {
                    throw new StackOverflowError();
                }
            });
            client.offer(batch(0, 1, 0, 0));

            assertThatThrownBy(this::write).isInstanceOf(StackOverflowError.class);
            assertThat(gone).containsExactly(client);
        });
    }
}
