package io.raftelection.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers what a test wants. */
public final class HostileServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();

    /** An answer to a request. */
    public interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }

    /** A part of a body. */
    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private HostileServer(HttpServer server) {
        this.server = server;
    }

    /** {@return a server that gives this answer to every request} */
    public static HostileServer start(Answer answer) throws IOException {
        var hostile =
                new HostileServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        hostile.server.setExecutor(hostile.threads);
        hostile.server.createContext("/", exchange -> {
            hostile.requests.incrementAndGet();
            try (exchange) {
                answer.write(exchange);
            }
        });
        hostile.server.start();
        return hostile;
    }

    /** {@return an answer with a body of text} */
    public static Answer text(String body) {
        return bytes(body.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return an answer with a body of bytes} */
    public static Answer bytes(byte[] body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** {@return an answer that never ends, as fast as it is read} */
    public static Answer endless() {
        return chunked(out -> {
            var part = new byte[1 << 16];
            while (true) {
                out.write(part);
            }
        });
    }

    /** {@return an answer that begins and then waits until the client is gone} */
    public static Answer stalled() {
        return chunked(out -> {
            out.write('{');
            out.flush();
            try {
                Thread.currentThread().join(); // until the server is closed
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Answer chunked(Body body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            body.write(exchange.getResponseBody());
        };
    }

    /** {@return an answer that redirects} */
    public static Answer redirect(String target) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", target);
            exchange.sendResponseHeaders(307, -1);
        };
    }

    /** {@return the address} */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@return how many requests arrived} */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
