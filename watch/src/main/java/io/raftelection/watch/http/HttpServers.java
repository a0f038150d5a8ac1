package io.raftelection.watch.http;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.Access;
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
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Servers that say by HTTP, as JSON, whether they lead, and for which there is no system of their own. Only the given
 * servers are asked.
 *
 * <p>A server has <b>acquired</b> leadership if its answer has the value that means so. It has <b>lost</b> leadership
 * if the value is another one, or if the server does not answer with the status 200. Without a term, a claim is only as
 * reliable as the server that makes it: see {@link LeadershipClaim}.
 */
public final class HttpServers implements PolledSystem {
    private static final int PORT = 80;

    private final HttpAsker http;
    private final HttpQuestion question;
    private final Map<String, String> headers;

    private HttpServers(HttpAsker http, HttpQuestion question, Map<String, String> headers) {
        this.http = http;
        this.question = question;
        this.headers = headers;
    }

    /**
     * {@return a source}
     *
     * @param endpoints the URLs that are asked, one for each server
     * @param access whom to trust, and the user or the token, which are sent as the header {@code Authorization}
     * @param question where the answers say it
     * @throws IllegalArgumentException if an address is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access, HttpQuestion question)
            throws IOException {
        Objects.requireNonNull(question, "question: is null");
        var members = new LinkedHashSet<Member>();
        for (var endpoint : endpoints) {
            members.add(endpoint.member(
                    HttpAddress.of(endpoint.address(), PORT, "/").toString()));
        }
        var tls = access.tls();
        return PolledSource.of(
                settings -> new HttpServers(new HttpAsker(tls, settings.timeout()), question, access.authorization()),
                members);
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        var answer = http.get(URI.create(member.address()), headers).ok().json();
        return Map.of(
                WatchTarget.ONLY_GROUP,
                question.claim(member.id(), answer, InstantSource.system().instant()));
    }
}
