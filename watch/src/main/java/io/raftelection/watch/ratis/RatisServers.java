package io.raftelection.watch.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Member;
import io.raftelection.watch.PolledSource;
import io.raftelection.watch.PolledSystem;
import io.raftelection.watch.RenamedException;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.jmx.JmxAddress;
import io.raftelection.watch.jmx.JmxClients;
import io.raftelection.watch.jmx.JmxSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The servers of Apache Ratis in all of their groups. A server is asked by JMX, or by Ratis' own API for the management
 * of groups. By JMX, every server must be named. By the API, one is enough, since the groups list the others.
 *
 * <p>A server has <b>acquired</b> leadership of a group if it reports that it leads the group and in which term. It has
 * <b>lost</b> leadership if it reports something else or does not answer. A server that follows names its leader, which
 * is a view; by the API, without a term.
 *
 * <p>The API tells for how long a leader has led, so an election is dated to the millisecond of the leader's clock.
 */
public final class RatisServers implements PolledSystem {
    private final Asker jmx;
    private final Asker api;

    /** A way to ask servers. Safe for use by many threads. */
    interface Asker extends AutoCloseable {
        /** {@return the state of a server in each of its groups} */
        List<GroupState> ask(Member member) throws IOException, InterruptedException;

        /** {@return the known servers and those that their groups list, or with the names that they report} */
        Set<Member> members(Set<Member> known) throws IOException, InterruptedException;

        @Override
        void close();
    }

    private RatisServers(Asker jmx, Asker api) {
        this.jmx = jmx;
        this.api = api;
    }

    /**
     * {@return a source}
     *
     * @param endpoints the servers, at least one: {@code host:port} of a JMX port, {@code tls:host:port},
     *     {@code pid:number} of a process of the same user on this host, or {@code grpc:host:port} for the API. A
     *     server without a name gets its id; any other name must be its id
     * @param access whom to trust, and the user
     * @throws IllegalArgumentException if an address is not valid, or is one of the API and Ratis' client is missing
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access) throws IOException {
        var members = new LinkedHashSet<Member>();
        for (var endpoint : endpoints) {
            members.add(endpoint.member(address(endpoint.address())));
        }
        var tls = access.tls();
        return PolledSource.of(settings -> open(settings, access, tls), members);
    }

    private static String address(String text) {
        if (!GrpcAddress.isOne(text)) {
            return JmxAddress.parse(text).toString();
        }
        ApiGroups.check(text);
        return GrpcAddress.parse(text).toString();
    }

    private static PolledSystem open(WatchSettings settings, Access access, SSLContext tls) {
        var clients = new JmxClients(new JmxSettings(tls, access.user(), settings.timeout()));
        return new RatisServers(new JmxGroups(clients), new ApiGroups(settings.timeout()));
    }

    private Asker asker(Member member) {
        return GrpcAddress.isOne(member.address()) ? api : jmx;
    }

    @Override
    public Set<String> groups() {
        return Set.of();
    }

    @Override
    public Set<Member> members(Set<Member> known) throws IOException, InterruptedException {
        var byApi = new LinkedHashSet<Member>();
        var byJmx = new LinkedHashSet<Member>();
        for (var member : known) {
            (asker(member) == api ? byApi : byJmx).add(member);
        }
        var members = new LinkedHashSet<>(jmx.members(byJmx));
        members.addAll(api.members(byApi));
        return members;
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        var claims = new LinkedHashMap<String, Optional<LeadershipClaim>>();
        for (var state : asker(member).ask(member)) {
            if (!state.server().equals(member.id())) {
                throw isNamed(member)
                        ? new AnswerException("the server is " + state.server() + ", expected " + member.id())
                        : new RenamedException(state.server().value());
            }
            claims.put(state.group(), Optional.of(state.claim()));
        }
        return claims;
    }

    /** {@return whether the name of a member is more than its address} */
    static boolean isNamed(Member member) {
        return !member.id().value().equals(member.address());
    }

    /** {@return a name} */
    static ServerId name(String id) throws AnswerException {
        try {
            return ServerId.of(id);
        } catch (IllegalArgumentException e) {
            throw new AnswerException("the server has an id that is no valid name: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        jmx.close();
        api.close();
    }
}
