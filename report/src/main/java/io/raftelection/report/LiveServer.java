package io.raftelection.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers the requests for a live page. It only reads. A stream stays open after its request was answered. */
final class LiveServer {
    private static final Pattern GROUP = Pattern.compile("/groups/(\\d{1,4})");
    private static final Pattern STREAM = Pattern.compile("/events/(\\d{1,4})");
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String AFTER = "after=";

    /** How many connections may wait until the server accepts them, so that many at once do not delay a browser. */
    private static final int BACKLOG = 1_024;

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final LiveThreads requests;
    private final Content content;
    private final LiveAccess access;

    /** What the server shows. */
    interface Content {
        /** {@return the document at the root} */
        LiveDocument root() throws IOException;

        /** {@return the document of a group; empty if there is no such group} */
        Optional<LiveDocument> group(int number) throws IOException;

        /** {@return whether there is such a group} */
        boolean has(int number);

        /** {@return whether one more stream may begin; it counts until it ends} */
        boolean enter();

        /** Ends a stream that could not begin. */
        void leave();

        /** Continues a stream that has begun. */
        void stream(int group, HttpExchange exchange, String lastId);
    }

    private LiveServer(HttpServer server, LiveThreads requests, Content content, LiveAccess access) throws IOException {
        this.server = server;
        this.requests = requests;
        this.content = content;
        this.access = access;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the address cannot be used
     */
    static LiveServer start(LivePageBuilder settings, LiveThreads requests, Content content) throws IOException {
        var address = new InetSocketAddress(settings.address, settings.port);
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            throw (IOException) new BindException(shown(address) + ": cannot be used, " + e.getMessage()).initCause(e);
        }
        int port = server.getAddress().getPort();
        var access = new LiveAccess(settings.address, settings.hosts, settings.token, port);
        var live = new LiveServer(server, requests, content, access);
        server.createContext("/", live::handle);
        server.setExecutor(requests);
        startOnDaemon(server);
        return live;
    }

    /** {@return an address as it stands in a URL} */
    static String shown(InetSocketAddress address) {
        return shown(address.getAddress()) + ":" + address.getPort();
    }

    /** {@return an address as it stands in a URL, without a port} */
    static String shown(InetAddress address) {
        var host = address.getHostAddress();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** The server's thread is a daemon if the thread that starts it is one. */
    private static void startOnDaemon(HttpServer server) {
        var starter = new Thread(null, server::start, "raft-election-page-start", 0, false);
        starter.setDaemon(true);
        starter.start();
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    /** Closes all connections at once. */
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.arrived();
        var headers = exchange.getResponseHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        var refusal = access.refusal(exchange.getRequestHeaders());
        var method = exchange.getRequestMethod();
        if (!refusal.isEmpty()) {
            refuse(exchange, FORBIDDEN, refusal);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            headers.set("Allow", "GET, HEAD");
            refuse(exchange, NOT_ALLOWED, "method: is not allowed, expected GET or HEAD");
        } else if (hasBody(exchange)) {
            refuse(exchange, BAD_REQUEST, "body: is not allowed");
        } else if (!access.isAllowed(exchange.getRequestHeaders())) {
            headers.set("WWW-Authenticate", "Bearer");
            var isDeep = GROUP.matcher(path(exchange)).matches();
            answer(exchange, UNAUTHORIZED, LiveDocument.login(isDeep ? "../login" : "login"));
        } else {
            answer(exchange, path(exchange));
        }
    }

    private static String path(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestURI().getPath());
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        var group = GROUP.matcher(path);
        var stream = STREAM.matcher(path);
        if (path.equals("/")) {
            answer(exchange, OK, content.root());
        } else if (path.equals("/login") && access.hasToken(exchange.getRequestHeaders())) {
            exchange.getResponseHeaders().set("Set-Cookie", access.cookie());
            exchange.sendResponseHeaders(NO_CONTENT, -1);
            exchange.close();
        } else if (path.equals("/favicon.ico")) {
            exchange.sendResponseHeaders(NO_CONTENT, -1);
            exchange.close();
        } else if (stream.matches() && content.has(Integer.parseInt(stream.group(1)))) {
            stream(exchange, Integer.parseInt(stream.group(1)));
        } else {
            var document =
                    group.matches() ? content.group(Integer.parseInt(group.group(1))) : Optional.<LiveDocument>empty();
            if (document.isPresent()) {
                answer(exchange, OK, document.get());
            } else {
                refuse(exchange, NOT_FOUND, "path: is unknown");
            }
        }
    }

    private void stream(HttpExchange exchange, int group) throws IOException {
        if (!content.enter()) {
            exchange.getResponseHeaders().set("Retry-After", "5");
            refuse(exchange, UNAVAILABLE, "clients: there are too many");
            return;
        }
        boolean isOpen = false;
        try {
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "text/event-stream");
            // A proxy must not collect the events.
            headers.set("X-Accel-Buffering", "no");
            // When a client is gone, the server forgets a connection only if it need not stay open.
            headers.set("Connection", "close");
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(OK, isHead ? -1 : 0);
            isOpen = !isHead;
        } finally {
            if (!isOpen) {
                exchange.close();
                content.leave();
            }
        }
        if (isOpen) {
            content.stream(group, exchange, lastId(exchange));
        }
    }

    /** Returns the id after which the client wants to continue. A browser sends it only on its own retries. */
    private static String lastId(HttpExchange exchange) {
        var sent = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        var query = exchange.getRequestURI().getRawQuery();
        return sent != null ? sent : query != null && query.startsWith(AFTER) ? query.substring(AFTER.length()) : "";
    }

    private static void answer(HttpExchange exchange, int code, LiveDocument document) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", document.policy());
        send(exchange, code, "text/html; charset=utf-8", document.text());
    }

    /** Refuses a request, and does not wait for its body. */
    private static void refuse(HttpExchange exchange, int code, String words) throws IOException {
        exchange.getResponseHeaders().set("Connection", "close");
        send(exchange, code, TEXT, words + "\n");
    }

    private static boolean hasBody(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        return headers.containsKey("Transfer-Encoding")
                || !headers.getOrDefault("Content-Length", List.of("0")).equals(List.of("0"));
    }

    /** Closes an exchange. The server would wait for the body of the request, unless the thread is interrupted. */
    private static void close(HttpExchange exchange) {
        boolean hasBody = hasBody(exchange);
        if (hasBody) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
        if (hasBody) {
            Thread.interrupted();
        }
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            exchange.getResponseHeaders().set("Content-Type", type);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
                exchange.sendResponseHeaders(code, -1);
            } else {
                exchange.sendResponseHeaders(code, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.getResponseBody().flush();
            }
        } finally {
            close(exchange);
        }
    }
}
