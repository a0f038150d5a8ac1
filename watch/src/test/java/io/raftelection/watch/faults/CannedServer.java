package io.raftelection.watch.faults;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An HTTP server on loopback that answers with recorded texts. */
public final class CannedServer implements AutoCloseable {
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** Starts a server, which answers with the status 404 until it has texts. */
    public CannedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = Optional.ofNullable(bodies.get(exchange.getRequestURI().getPath()));
            var bytes = body.orElse("404 page not found").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.isPresent() ? 200 : 404, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
    }

    /** Sets the answer of a path. {@return this} */
    public CannedServer answer(String path, String body) {
        bodies.put(path, body);
        return this;
    }

    /** {@return its address} */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@return the text of a recorded answer} */
    public static String recorded(String resource) {
        try (InputStream in = CannedServer.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(resource + ": does not exist");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
