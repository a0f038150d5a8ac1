package io.raftelection.watch.nats;

import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.JsonAnswer;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** The requests to the monitoring port of NATS. Safe for use by many threads. */
final class NatsClient {
    private final HttpAsker http;
    private final Access access;

    /** The addresses that the user named. Only they get the credentials. */
    private final Set<String> trusted;

    NatsClient(HttpAsker http, Access access, Set<String> trusted) {
        this.http = http;
        this.access = access;
        this.trusted = Set.copyOf(trusted);
    }

    /** {@return the Raft groups} Without a limit, NATS answers with 1024 accounts in no order. */
    Jsz jsz(String address) throws AnswerException, InterruptedException {
        return Jsz.of(get(address, "/jsz?streams=true&limit=1000000"));
    }

    Varz varz(String address) throws AnswerException, InterruptedException {
        return Varz.of(get(address, "/varz"));
    }

    private JsonAnswer get(String address, String path) throws AnswerException, InterruptedException {
        Map<String, String> headers = trusted.contains(address) ? access.authorization() : Map.of();
        return http.get(URI.create(address + path), headers).ok().json();
    }
}
