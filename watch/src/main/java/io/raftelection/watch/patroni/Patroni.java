package io.raftelection.watch.patroni;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.HttpAddress;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.Member;
import io.raftelection.watch.PolledSource;
import io.raftelection.watch.PolledSystem;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.WatchTarget;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers of a PostgreSQL cluster that Patroni manages, asked through Patroni's REST API. Only the given servers
 * are asked. The names of the servers are those that the user gives.
 *
 * <p>A server has <b>acquired</b> leadership if its {@code role} is that of a leader and its {@code state} is
 * {@code running}. It has <b>lost</b> leadership if this is no longer so, or if it does not answer.
 *
 * <p>The <b>term</b> is the {@code timeline} of PostgreSQL, which begins with each promotion. The first answer of a
 * leader says since when it has led: {@code GET /history} has the time of the promotion.
 */
public final class Patroni implements PolledSystem {
    private static final int PORT = 8008;
    private static final Set<String> LEADERS = Set.of("master", "primary", "standby_leader");
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private final HttpAsker http;
    private final Map<String, String> headers;
    private final InstantSource clock;

    /** The servers that have answered. */
    private final Set<ServerId> answered = ConcurrentHashMap.newKeySet();

    private Patroni(HttpAsker http, Map<String, String> headers, InstantSource clock) {
        this.http = http;
        this.headers = headers;
        this.clock = clock;
    }

    /**
     * {@return a source}
     *
     * @param endpoints the addresses of the REST API, at least one; the port is 8008 if there is none
     * @param access whom to trust, and the user or the token, which Patroni does not need
     * @throws IllegalArgumentException if an address is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access) throws IOException {
        return source(endpoints, access, InstantSource.system());
    }

    static WatchSource source(List<Endpoint> endpoints, Access access, InstantSource clock) throws IOException {
        var members = new LinkedHashSet<Member>();
        for (var endpoint : endpoints) {
            members.add(endpoint.member(HttpAddress.of(endpoint.address(), PORT).toString()));
        }
        var tls = access.tls();
        return PolledSource.of(
                settings -> new Patroni(new HttpAsker(tls, settings.timeout()), access.authorization(), clock),
                members);
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        return Map.of(WatchTarget.ONLY_GROUP, claim(member));
    }

    private Optional<LeadershipClaim> claim(Member member) throws IOException, InterruptedException {
        var status = get(member, "/patroni");
        boolean leads = LEADERS.contains(status.get("role").text())
                && status.get("state").text().equals("running");
        boolean isFirst = answered.add(member.id());
        if (!leads) {
            return Optional.empty();
        }
        long timeline = status.get("timeline").number();
        var claim = LeadershipClaim.self(member.id(), timeline);
        return Optional.of(
                isFirst ? ledFor(member, timeline).map(claim::withLedFor).orElse(claim) : claim);
    }

    private JsonAnswer get(Member member, String path) throws IOException, InterruptedException {
        return http.get(URI.create(member.address() + path), headers).ok().json();
    }

    /** {@return how long ago a timeline began, by the clocks of both machines; empty if that is not known} */
    private Optional<Duration> ledFor(Member member, long timeline) throws InterruptedException {
        try {
            for (var entry : get(member, "/history").items()) {
                var items = entry.items();
                if (items.size() > 3 && items.get(0).number() == timeline - 1) {
                    return Optional.of(since(items.get(3).text()));
                }
            }
        } catch (IOException | DateTimeException e) {
            // The leader is known without it.
        }
        return Optional.empty();
    }

    private Duration since(String time) {
        var past = Duration.between(OffsetDateTime.parse(time).toInstant(), now());
        return past.isNegative() || past.compareTo(LONGEST) > 0 ? Duration.ZERO : past;
    }

    private Instant now() {
        return clock.instant();
    }
}
