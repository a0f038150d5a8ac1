package io.raftelection.watch.hashicorp;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.HttpAddress;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.Member;
import io.raftelection.watch.PolledSource;
import io.raftelection.watch.PolledSystem;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.WatchTarget;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Servers that use HashiCorp raft and print {@code raft.Stats()} by HTTP, as an object of JSON: programs of one's own,
 * and Consul. Only the given servers are asked.
 *
 * <p>A server has <b>acquired</b> leadership if its {@code state} is {@code Leader}. It has <b>lost</b> leadership if
 * the state is another one, or if the server does not answer.
 *
 * <p>The <b>term</b> is {@code term}. It is read after the state and may be that of a later leader. Therefore the first
 * claim of a term is asked for twice: a server that says {@code Leader} between two equal terms leads this term.
 */
public final class HashicorpRaft implements PolledSystem {
    private static final int PORT = 80;
    private static final String STATS = "/stats";
    private static final int CONSUL_PORT = 8500;
    private static final String CONSUL_SELF = "/v1/agent/self";

    /** How often the term may change while a server is asked. */
    private static final int MAX_TERMS = 5;

    private final HttpAsker http;
    private final List<String> path;
    private final Map<String, String> headers;

    /** The latest term that each server was certain to lead. */
    private final Map<ServerId, Long> led = new ConcurrentHashMap<>();

    private HashicorpRaft(HttpAsker http, List<String> path, Map<String, String> headers) {
        this.http = http;
        this.path = path;
        this.headers = headers;
    }

    /**
     * {@return a source of servers that print {@code raft.Stats()}}
     *
     * @param endpoints their URLs, at least one; the path is {@code /stats} if there is none
     * @param access whom to trust, and the user or the token, which are sent as the header {@code Authorization}
     * @throws IllegalArgumentException if an address is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access) throws IOException {
        return source(endpoints, access, PORT, STATS, List.of(), access.authorization());
    }

    /**
     * {@return a source of Consul servers, which are asked for {@code /v1/agent/self}}
     *
     * @param endpoints their addresses, at least one; the port is 8500 if there is none
     * @param access whom to trust, and the token, which is sent as the header {@code X-Consul-Token}
     * @throws IllegalArgumentException if an address is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource consul(List<Endpoint> endpoints, Access access) throws IOException {
        Map<String, String> headers = access.token()
                .map(token -> Map.of("X-Consul-Token", token.reveal()))
                .orElse(Map.of());
        return source(endpoints, access, CONSUL_PORT, CONSUL_SELF, List.of("Stats", "raft"), headers);
    }

    private static WatchSource source(
            List<Endpoint> endpoints, Access access, int port, String file, List<String> path, Map<String, String> sent)
            throws IOException {
        var members = new LinkedHashSet<Member>();
        for (var endpoint : endpoints) {
            members.add(endpoint.member(
                    HttpAddress.of(endpoint.address(), port, file).toString()));
        }
        var tls = access.tls();
        return PolledSource.of(
                settings -> new HashicorpRaft(new HttpAsker(tls, settings.timeout()), path, sent), members);
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        return Map.of(WatchTarget.ONLY_GROUP, claim(member));
    }

    private Optional<LeadershipClaim> claim(Member member) throws IOException, InterruptedException {
        var stats = stats(member);
        for (int i = 0; stats.isLeader(); i++) {
            if (stats.term() == led.getOrDefault(member.id(), -1L)) {
                return Optional.of(LeadershipClaim.self(member.id(), stats.term()));
            }
            if (i == MAX_TERMS) {
                throw new AnswerException(member.address() + ": has a new term in each answer");
            }
            var again = stats(member);
            if (again.isLeader() && again.term() == stats.term()) {
                led.put(member.id(), again.term());
            }
            stats = again;
        }
        return stats.isCandidate() ? Optional.of(LeadershipClaim.nobody()) : Optional.empty();
    }

    private RaftStats stats(Member member) throws IOException, InterruptedException {
        var answer = http.get(URI.create(member.address()), headers).ok().json();
        for (var name : path) {
            answer = answer.get(name);
        }
        return RaftStats.of(answer);
    }
}
