package io.raftelection.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Serves the meters of a registry in the text format of Prometheus. It is read-only. */
final class MetricsServer implements AutoCloseable {
    private static final String PATH = "/metrics";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** How many requests are answered at a time. Further connections are closed. */
    private static final int REQUESTS = 8;

    /** How long a request may take. Then its connection is closed, so that no client keeps a thread. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final MetricsAddress address;
    private final PrometheusMeterRegistry registry;
    private final HttpServer server;
    private final Duration limit;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor limits;

    private MetricsServer(MetricsAddress address, PrometheusMeterRegistry registry, HttpServer server, Duration limit) {
        this.address = address;
        this.registry = registry;
        this.server = server;
        this.limit = limit;
        this.threads = new ThreadPoolExecutor(
                0,
                REQUESTS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> thread(task, "raft-election-metrics"));
        this.limits = new ScheduledThreadPoolExecutor(
                1,
                task -> thread(task, "raft-election-metrics-limit"),
                new ThreadPoolExecutor.DiscardPolicy()); // after close, which interrupts the requests
        limits.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * {@return a server, which has started}
     *
     * @throws IOException if it cannot listen there; the message names the address
     */
    static MetricsServer start(MetricsAddress address, PrometheusMeterRegistry registry) throws IOException {
        return start(address, registry, LIMIT);
    }

    /** Starts a server with a limit for each request. */
    static MetricsServer start(MetricsAddress address, PrometheusMeterRegistry registry, Duration limit)
            throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(address.address(), 0);
        } catch (IOException e) {
            throw new IOException(
                    "--metrics: cannot listen on " + text(address.address()) + ": "
                            + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT),
                    e);
        }
        var server = new MetricsServer(address, registry, http, limit);
        http.createContext("/", server::handle);
        http.setExecutor(task -> server.threads.execute(() -> server.run(task)));
        http.start();
        return server;
    }

    /** {@return the address of the meters} */
    String url() {
        return "http://" + text(server.getAddress()) + PATH;
    }

    private static String text(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Reads and answers a request. An interrupt closes the connection that the thread reads from or writes to. */
    private void run(Runnable request) {
        var late = limits.schedule(Thread.currentThread()::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            request.run();
        } finally {
            late.cancel(false);
            Thread.interrupted(); // the next request of this thread has its own limit
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !address.accepts(host)) {
            refuse(exchange, 403, "Host: is not the name of this server");
        } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
            refuse(exchange, 404, "not found, expected " + PATH);
        } else {
            switch (exchange.getRequestMethod()) {
                case "GET" -> send(exchange, 200, TEXT, registry.scrape());
                case "HEAD" -> {
                    exchange.getResponseHeaders().set("Content-Type", TEXT);
                    exchange.sendResponseHeaders(200, -1);
                }
                default -> {
                    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                    refuse(exchange, 405, "method not allowed, expected GET");
                }
            }
        }
    }

    private static void refuse(HttpExchange exchange, int code, String words) throws IOException {
        send(exchange, code, "text/plain; charset=utf-8", words + "\n");
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        limits.shutdownNow();
    }
}
