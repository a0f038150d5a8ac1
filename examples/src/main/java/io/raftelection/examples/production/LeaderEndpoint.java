package io.raftelection.examples.production;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raftelection.KnownLeader;
import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Answers clients over HTTP. {@code GET /leader} names the leader on every server; {@code GET /invoices} is served by
 * the leader only, and all other servers redirect it.
 */
final class LeaderEndpoint implements AutoCloseable {
    static final String LEADER = "/leader";
    static final String INVOICES = "/invoices";

    private final HttpServer http;
    private final ServerAddress self;
    private final List<ServerAddress> all;
    private final Tracker tracker;

    private LeaderEndpoint(HttpServer http, ServerAddress self, List<ServerAddress> all, Tracker tracker) {
        this.http = http;
        this.self = self;
        this.all = all;
        this.tracker = tracker;
    }

    static LeaderEndpoint start(HttpServer http, ServerAddress self, List<ServerAddress> all, Tracker tracker) {
        var endpoint = new LeaderEndpoint(http, self, all, tracker);
        http.createContext(LEADER, endpoint::nameLeader);
        http.createContext(INVOICES, endpoint::serveOrRedirect);
        http.start();
        return endpoint;
    }

    private void nameLeader(HttpExchange exchange) throws IOException {
        var leader = tracker.knownLeader();
        if (leader.isPresent()) {
            answer(exchange, 200, leader.get().server().value());
        } else {
            answerThatNoLeaderIsKnown(exchange);
        }
    }

    // region redirect
    private void serveOrRedirect(HttpExchange exchange) throws IOException {
        if (tracker.leader().filter(Leadership::isReady).isPresent()) {
            answer(exchange, 200, "served by " + self.id());
            return;
        }
        var leader = tracker.knownLeader().map(KnownLeader::server).flatMap(this::otherServer);
        if (leader.isPresent()) {
            exchange.getResponseHeaders()
                    .set("Location", leader.get().url(INVOICES).toString());
            answer(exchange, 307, "the leader is " + leader.get().id());
        } else {
            answerThatNoLeaderIsKnown(exchange);
        }
    }

    private static void answerThatNoLeaderIsKnown(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "1");
        answer(exchange, 503, "this server knows no leader that is ready");
    }
    // endregion

    private Optional<ServerAddress> otherServer(ServerId id) {
        return all.stream()
                .filter(address -> address.id().equals(id) && !address.equals(self))
                .findFirst();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
