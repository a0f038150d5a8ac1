package io.raftelection.watch.nats;

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
import io.raftelection.watch.internal.OwnNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The servers of a NATS cluster with JetStream, asked through their monitoring ports. The groups are {@code _meta_} and
 * {@code ACCOUNT/STREAM} for each stream with more than one replica.
 *
 * <p>NATS says no <b>term</b>, and therefore leaderships have none. A server has <b>acquired</b> leadership if it names
 * itself as the leader, heard from a majority of the group within the last 4 s, the shortest time after which NATS
 * elects another leader, and is named by a majority of those servers of the group that the watch knows. An isolated
 * leader names itself for up to 16 s beside its successor, and again when the links heal; the others do not name it.
 */
public final class NatsServers implements PolledSystem {
    private static final int PORT = 8222;

    private final NatsClient client;
    private final OwnNames names;
    private final Neighbours neighbours;
    private final Votes votes = new Votes();

    /** The ids of the servers by address. A server that has restarted has another id, and may have another name. */
    private final Map<String, String> ids = new ConcurrentHashMap<>();

    private NatsServers(NatsClient client, OwnNames names) {
        this.client = client;
        this.names = names;
        this.neighbours = new Neighbours(client, names);
    }

    /**
     * {@return a source}
     *
     * @param endpoints the monitoring addresses of servers, at least one; an endpoint with a name gives the server that
     *     name, the others are called as in their configuration
     * @param access whom to trust, and what to show to a proxy that protects the monitoring ports; it is only shown to
     *     the given addresses
     * @throws IllegalArgumentException if an address is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access) throws IOException {
        var given = new LinkedHashSet<Member>();
        endpoints.forEach(endpoint -> given.add(
                endpoint.member(HttpAddress.of(endpoint.address(), PORT).toString())));
        var addresses = given.stream().map(Member::address).collect(Collectors.toSet());
        var tls = access.tls();
        return PolledSource.of(
                settings -> new NatsServers(
                        new NatsClient(new HttpAsker(tls, settings.timeout()), access, addresses), new OwnNames(given)),
                given);
    }

    @Override
    public Set<String> groups() {
        return Set.of(Jsz.META);
    }

    @Override
    public Set<Member> members(Set<Member> known) throws IOException, InterruptedException {
        var failure = Optional.<AnswerException>empty();
        var others = Set.<Member>of();
        boolean isAsked = false;
        for (var member : known) {
            if (isAsked && names.knows(member.address())) {
                continue;
            }
            try {
                var says = client.varz(member.address());
                names.learn(member.address(), says.name());
                if (!isAsked) {
                    others = neighbours.of(
                            member, says, known.stream().map(Member::address).collect(Collectors.toSet()));
                }
                isAsked = true;
            } catch (AnswerException e) {
                failure = Optional.of(e);
            }
        }
        if (!isAsked && failure.isPresent()) {
            throw failure.get();
        }
        var present = names.named(known);
        present.addAll(others);
        votes.know(present.stream().map(Member::id).collect(Collectors.toSet()));
        return present;
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        long asked = votes.question();
        var says = client.jsz(member.address());
        identify(member.address(), says.server());
        names.check(member);
        var claims = new HashMap<String, Optional<LeadershipClaim>>();
        var statements = new HashMap<String, Votes.Statement>();
        for (var group : says.groups().entrySet()) {
            var claim = claim(member, group.getValue());
            claims.put(group.getKey(), Optional.of(claim));
            statements.put(group.getKey(), statement(member, claim, group.getValue()));
        }
        votes.answer(member.id(), asked, statements);
        return claims;
    }

    @Override
    public void unanswered(Member member) {
        votes.fail(member.id());
    }

    @Override
    public Optional<LeadershipClaim> settle(Member member, String group, Optional<LeadershipClaim> claim) {
        boolean counts = votes.counts(member.id(), group);
        return counts || claim.filter(NatsServers::isOfItself).isEmpty()
                ? claim
                : Optional.of(LeadershipClaim.nobody());
    }

    private static boolean isOfItself(LeadershipClaim claim) {
        return claim.source() == LeadershipClaim.Source.SELF;
    }

    private Votes.Statement statement(Member member, LeadershipClaim claim, RaftGroup group) {
        var peers = new HashSet<ServerId>();
        if (isOfItself(claim)) {
            for (var peer : group.peers()) {
                try {
                    peers.add(names.named(member.address(), peer));
                } catch (AnswerException e) {
                    // NATS does not know the name of this peer, so the watch does not know the peer.
                }
            }
        }
        return new Votes.Statement(claim.leader(), peers);
    }

    /** Learns the name of a server that has started since it was asked last. */
    private void identify(String address, String id) throws AnswerException, InterruptedException {
        if (id.equals(ids.get(address))) {
            return;
        }
        var says = client.varz(address);
        if (!says.server().equals(id)) {
            throw new AnswerException(address + ": answers as " + says.server() + ", and a moment before as " + id);
        }
        names.learn(address, says.name());
        ids.put(address, id);
    }

    private LeadershipClaim claim(Member member, RaftGroup group) throws AnswerException {
        if (group.leader().isEmpty()) {
            return LeadershipClaim.nobody();
        }
        var leader = group.leader().get();
        if (names.isOwn(member.address(), leader)) {
            return group.hasMajority() ? LeadershipClaim.self(member.id()) : LeadershipClaim.nobody();
        }
        return LeadershipClaim.hearsay(names.named(member.address(), leader));
    }
}
