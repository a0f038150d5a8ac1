package io.raftelection.watch.ratis;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers by Ratis' API for the management of groups, and finds the servers that the groups list. This class needs
 * no class of Ratis before it is first asked.
 */
final class ApiGroups implements RatisServers.Asker {
    private static final String CLIENT = "org.apache.ratis.client.RaftClient";

    private final Duration timeout;

    /** The servers that each server's groups listed in its latest answer, by the address that was asked. */
    private final Map<String, Collection<Member>> listed = new ConcurrentHashMap<>();

    private volatile Set<Member> given = Set.of();
    private volatile @Nullable RatisClient client;
    private volatile boolean closed;

    ApiGroups(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Checks that Ratis' client is there.
     *
     * @throws IllegalArgumentException if it is not
     */
    static void check(String address) {
        try {
            Class.forName(CLIENT, false, ApiGroups.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    address + ": needs org.apache.ratis:ratis-grpc in the class path, or a JMX address instead", e);
        }
    }

    @Override
    public List<GroupState> ask(Member member) throws IOException, InterruptedException {
        var answer = client(member.address()).ask(member.address());
        listed.put(member.address(), answer.servers());
        return answer.states();
    }

    private synchronized RatisClient client(String address) throws AnswerException {
        if (closed) {
            throw new AnswerException("the client is closed");
        }
        var existing = client;
        if (existing == null) {
            existing = new RatisClient(timeout, address);
            client = existing;
        }
        return existing;
    }

    @Override
    public Set<Member> members(Set<Member> known) throws IOException, InterruptedException {
        if (given.isEmpty()) {
            given = known;
        }
        var members = new LinkedHashMap<String, Member>();
        for (var member : known) {
            var named = RatisServers.isNamed(member) ? member : named(member);
            members.put(named.id().value(), named);
        }
        var present = new HashSet<String>();
        for (var servers : listed.values()) {
            for (var server : servers) {
                present.add(server.id().value());
                members.putIfAbsent(server.id().value(), server);
            }
        }
        var addresses = new HashSet<String>();
        given.forEach(member -> addresses.add(member.address()));
        members.values()
                .removeIf(member -> !addresses.contains(member.address())
                        && !present.contains(member.id().value()));
        listed.keySet()
                .removeIf(address -> members.values().stream()
                        .noneMatch(member -> member.address().equals(address)));
        return new LinkedHashSet<>(members.values());
    }

    private Member named(Member member) throws InterruptedException {
        try {
            var states = ask(member);
            return states.isEmpty() ? member : new Member(states.get(0).server(), member.address());
        } catch (IOException e) {
            return member; // its polls report why
        }
    }

    @Override
    public void close() {
        closed = true;
        var open = client;
        if (open != null) {
            open.close();
        }
    }
}
