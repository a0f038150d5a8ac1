package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that fail, beside one that reads. */
@Timeout(60)
final class LiveFeedTest {
    private final Tracker tracker = Tracker.lenient("orders");
    private final LiveThread thread = new LiveThread("test-page");
    private final LiveFeed feed = new LiveFeed("", tracker, "1", thread, 1_000, LiveFeedTest::memory);
    private final LinkedBlockingQueue<HttpExchange> requests = new LinkedBlockingQueue<>();
    private final List<LiveClient> gone = new CopyOnWriteArrayList<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private HttpServer server;

    private static long memory() {
        return 1 << 20;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            requests.add(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        writer.shutdownNow();
        feed.close();
        thread.end(() -> true, 1_000);
        tracker.close();
    }

    /** Opens a stream. {@return what it receives} */
    private BufferedReader open() throws IOException {
        var page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        var connection = page.toURL().openConnection();
        connection.setReadTimeout(20_000);
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private LiveClient client(Executor writers, LongSupplier memory) throws Exception {
        var exchange = requests.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return new LiveClient(exchange, writers, 1_000, memory, new LongAdder(), gone::add);
    }

    private void attach(LiveClient client) throws Exception {
        var done = new CompletableFuture<Void>();
        thread.execute(() -> {
            try {
                feed.attach(client, "");
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.get(20, TimeUnit.SECONDS);
    }

    private static void awaitLine(BufferedReader in, String words) throws IOException {
        var line = in.readLine();
        while (line != null && !line.contains(words)) {
            line = in.readLine();
        }
        assertThat(line).as("a line with " + words).isNotNull();
    }

    @Test
    void clientThatCannotBeAddedEndsAndTheOthersGoOn() throws Exception {
        try (var in = open()) {
            attach(client(writer, LiveFeedTest::memory));
            try (var other = open()) {
                var failing = client(writer, () -> {
                    throw new IllegalStateException("no memory");
                });
                assertThatThrownBy(() -> attach(failing))
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("no memory");

                assertThat(gone).containsExactly(failing);
                assertThat(other.lines().noneMatch("event: now"::equals))
                        .as("it ends without a message")
                        .isTrue();
            }
            tracker.track(ServerId.of("s1")).acquired(7);
            awaitLine(in, "acquired term ");
        }
    }

    @Test
    void clientWhoseWriterCannotStartEndsAndTheOthersLoseNothing() throws Exception {
        try (var first = open()) {
            var isFull = new AtomicBoolean();
            var failing = client(
                    task -> {
                        if (isFull.get()) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        writer.execute(task);
                    },
                    LiveFeedTest::memory);
            attach(failing);
            awaitLine(first, "event: now");
            writer.submit(() -> {}).get(20, TimeUnit.SECONDS); // the task that wrote this has ended
            isFull.set(true);
            try (var in = open()) {
                attach(client(writer, LiveFeedTest::memory));
                awaitLine(in, "event: now");
                tracker.track(ServerId.of("s1")).acquired(7);
                awaitLine(in, "acquired term ");
            }
            assertThat(gone).contains(failing);
        }
    }
}
