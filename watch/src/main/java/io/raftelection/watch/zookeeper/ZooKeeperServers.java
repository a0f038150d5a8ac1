package io.raftelection.watch.zookeeper;

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
import io.raftelection.watch.internal.OwnNames;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers of a ZooKeeper ensemble, asked through the AdminServer. The user names every server: ZooKeeper does not
 * say where the AdminServers of the others are.
 *
 * <p>A server has <b>acquired</b> leadership if it serves clients as the leader. The <b>term</b> is the epoch that it
 * leads, from the id of the transaction that it processed last. The ids of followers are of earlier epochs, so their
 * views have no term.
 */
public final class ZooKeeperServers implements PolledSystem {
    private static final int PORT = 8080;

    private final AdminClient client;
    private final OwnNames names;

    /** The addresses whose servers have served since their numbers were asked for. Otherwise, it may be another one. */
    private final Set<String> identified = ConcurrentHashMap.newKeySet();

    private ZooKeeperServers(AdminClient client, OwnNames names) {
        this.client = client;
        this.names = names;
    }

    /**
     * {@return a source}
     *
     * @param endpoints the addresses of the AdminServers, at least one; an endpoint with a name gives the server that
     *     name, the others are called by their number, which is in the file {@code myid}
     * @param access whom to trust, and what to show to an AdminServer that is protected
     * @throws IllegalArgumentException if an address is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access) throws IOException {
        var given = new LinkedHashSet<Member>();
        endpoints.forEach(endpoint -> given.add(
                endpoint.member(HttpAddress.of(endpoint.address(), PORT).toString())));
        var tls = access.tls();
        return PolledSource.of(
                settings -> new ZooKeeperServers(
                        new AdminClient(new HttpAsker(tls, settings.timeout()), access), new OwnNames(given)),
                given);
    }

    @Override
    public Set<Member> members(Set<Member> known) throws IOException, InterruptedException {
        var failure = Optional.<AnswerException>empty();
        boolean isAsked = false;
        for (var member : known) {
            try {
                identify(member);
                isAsked = true;
            } catch (AnswerException e) {
                failure = Optional.of(e);
            }
        }
        if (!isAsked && failure.isPresent()) {
            throw failure.get();
        }
        return names.named(known);
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        return Map.of(WatchTarget.ONLY_GROUP, Optional.of(claim(member)));
    }

    private LeadershipClaim claim(Member member) throws AnswerException, InterruptedException {
        try {
            var stats = client.stats(member.address());
            if (stats.isPresent() && identify(member)) {
                names.check(member);
                return claim(member, stats.get());
            }
        } catch (AnswerException e) {
            identified.remove(member.address());
            throw e;
        }
        identified.remove(member.address());
        return LeadershipClaim.nobody();
    }

    /** Learns the number of a server, unless it is known. {@return whether it is known now} */
    private boolean identify(Member member) throws AnswerException, InterruptedException {
        if (identified.contains(member.address())) {
            return true;
        }
        var number = client.number(member.address());
        if (number.isEmpty()) {
            return false;
        }
        names.learn(member.address(), number.get());
        identified.add(member.address());
        return true;
    }

    private LeadershipClaim claim(Member member, ServerStats stats) throws AnswerException, InterruptedException {
        return switch (stats.state()) {
            case LEADING -> LeadershipClaim.self(member.id(), stats.epoch()).withLedFor(stats.uptime());
            case FOLLOWING -> {
                var leader = client.leader(member.address());
                yield leader.isPresent()
                        ? LeadershipClaim.hearsay(names.named(member.address(), leader.get()))
                        : LeadershipClaim.nobody();
            }
            case READ_ONLY -> LeadershipClaim.nobody();
        };
    }
}
