package io.raftelection.examples.production;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The store of the example: it refuses a write whose fencing token is older than one that it has seen. */
final class StoreEndpoint implements AutoCloseable {
    private final HttpServer http;
    private final List<Write> writes = new ArrayList<>();
    private long highestToken;

    record Write(long token, String server) {}

    StoreEndpoint() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::write);
        http.start();
    }

    URI uri() {
        return URI.create(
                "http://" + ServerAddress.host() + ":" + http.getAddress().getPort() + "/");
    }

    private void write(HttpExchange exchange) throws IOException {
        try (exchange) {
            long token = Long.parseLong(exchange.getRequestHeaders().getFirst(FencedStore.TOKEN));
            var invoice = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            exchange.sendResponseHeaders(accept(token, invoice) ? FencedStore.ACCEPTED : FencedStore.STALE, -1);
        }
    }

    // region refuse
    private synchronized boolean accept(long token, String invoice) {
        if (token < highestToken) {
            return false;
        }
        highestToken = token;
        writes.add(new Write(token, invoice.replace("invoice from ", "")));
        notifyAll();
        return true;
    }
    // endregion

    synchronized List<Write> writes() {
        return List.copyOf(writes);
    }

    Write last() {
        var all = writes();
        return all.get(all.size() - 1);
    }

    /** {@return the first accepted write of that kind, or nothing if none comes in time} */
    synchronized Optional<Write> await(Predicate<Write> kind, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var found = writes.stream().filter(kind).findFirst();
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (found.isPresent() || left <= 0) {
                return found;
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
