package io.raftelection.watch.ratis;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipClaim.Source;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Member;
import io.raftelection.watch.jmx.JmxClient;
import io.raftelection.watch.jmx.JmxClients;
import io.raftelection.watch.jmx.JmxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Asks servers by JMX. The term is read before and after the role, in one request. Ratis gives up the role before it
 * raises the term, so a leader between two equal terms leads that term.
 */
final class JmxGroups implements RatisServers.Asker {
    private static final String[] ATTRIBUTES = {"CurrentTerm", "Role", "LeaderId", "CurrentTerm"};
    private static final int ATTEMPTS = 3;

    private final JmxClients clients;

    JmxGroups(JmxClients clients) {
        this.clients = clients;
    }

    @Override
    public List<GroupState> ask(Member member) throws IOException, InterruptedException {
        var client = clients.of(member.address());
        var states = new ArrayList<GroupState>();
        for (var bean : beans(client, member)) {
            try {
                states.add(state(client, bean));
            } catch (JmxException e) {
                if (!e.isMissing()) {
                    throw e;
                }
                // The group was removed after the beans were listed.
            }
        }
        return states;
    }

    /**
     * {@return the beans of the server's groups} A JVM may have several servers; then the name of the member chooses.
     */
    private static List<ObjectName> beans(JmxClient client, Member member) throws IOException, InterruptedException {
        var servers = new LinkedHashSet<String>();
        var all = new ArrayList<ObjectName>();
        var own = new ArrayList<ObjectName>();
        for (var bean : client.names(pattern())) {
            all.add(bean);
            servers.add(property(bean, "id"));
            if (property(bean, "id").equals(member.id().value())) {
                own.add(bean);
            }
        }
        if (own.isEmpty() && servers.size() > 1) {
            throw new AnswerException("the JVM has the servers " + String.join(", ", servers) + ", expected "
                    + (RatisServers.isNamed(member)
                            ? member.id()
                            : "one, or its name before the address: NAME=ADDRESS"));
        }
        return own.isEmpty() ? all : own;
    }

    private static GroupState state(JmxClient client, ObjectName bean) throws IOException, InterruptedException {
        var server = RatisServers.name(property(bean, "id"));
        var group = property(bean, "group");
        for (int i = 0; i < ATTEMPTS; i++) {
            var values = client.attributes(bean, ATTRIBUTES);
            var leader = text(values.get(2), "LeaderId");
            if (values.get(0) instanceof Long term && term.equals(values.get(3)) && term >= 0) {
                var role = text(values.get(1), "Role").strip();
                if (role.equals("LEADER") && leader.equals(server.value())) {
                    return new GroupState(group, server, LeadershipClaim.self(server, term));
                }
                return new GroupState(
                        group,
                        server,
                        new LeadershipClaim(
                                role.equals("FOLLOWER") && !leader.isEmpty()
                                        ? Optional.of(RatisServers.name(leader))
                                        : Optional.empty(),
                                OptionalLong.of(term),
                                Source.HEARSAY,
                                Optional.empty()));
            }
        }
        throw new AnswerException(group + ": the term changed during each of " + ATTEMPTS + " requests");
    }

    private static String text(Object value, String attribute) throws AnswerException {
        if (!(value instanceof String text)) {
            throw new AnswerException(attribute + ": is no text");
        }
        return text;
    }

    private static String property(ObjectName bean, String key) {
        var value = String.valueOf(bean.getKeyProperty(key));
        return value.startsWith("\"") ? ObjectName.unquote(value) : value;
    }

    private static ObjectName pattern() {
        try {
            return new ObjectName("Ratis:service=RaftServer,group=*,id=*");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Set<Member> members(Set<Member> known) throws InterruptedException {
        var members = new LinkedHashSet<Member>();
        for (var member : known) {
            members.add(RatisServers.isNamed(member) ? member : named(member));
        }
        return members;
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
        clients.close();
    }
}
