package io.raftelection.watch.kafka;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Member;
import io.raftelection.watch.PolledSource;
import io.raftelection.watch.PolledSystem;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.WatchTarget;
import io.raftelection.watch.jmx.JmxAddress;
import io.raftelection.watch.jmx.JmxClients;
import io.raftelection.watch.jmx.JmxSettings;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The KRaft controllers of a Kafka cluster, asked by JMX. Every controller must be named, since none lists the JMX
 * ports of the others.
 *
 * <p>A controller has <b>acquired</b> leadership if its own state is {@code leader}. It has <b>lost</b> leadership if
 * its state is another one or it does not answer. A controller or broker that follows names its leader, which is a
 * view.
 *
 * <p>The <b>term</b> is Kafka's epoch. It is read before and after the state in the same request, and the answer counts
 * only if both are the same. Epochs only increase, so the state is one of that epoch.
 */
public final class KafkaControllers implements PolledSystem {
    private final JmxClients clients;
    private final NodeNames names = new NodeNames();

    KafkaControllers(JmxClients clients) {
        this.clients = clients;
    }

    /**
     * {@return a source}
     *
     * @param endpoints the controllers, at least one: {@code host:port} of a JMX port, {@code tls:host:port}, or
     *     {@code pid:number} of a process of the same user on this host. A server without a name gets its node id
     * @param access whom to trust, and the user
     * @throws IllegalArgumentException if an address is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access) throws IOException {
        var members = new LinkedHashSet<Member>();
        for (var endpoint : endpoints) {
            members.add(endpoint.member(JmxAddress.parse(endpoint.address()).toString()));
        }
        var tls = access.tls();
        return PolledSource.of(
                settings ->
                        new KafkaControllers(new JmxClients(new JmxSettings(tls, access.user(), settings.timeout()))),
                members);
    }

    @Override
    public Set<Member> members(Set<Member> known) throws InterruptedException {
        var members = new LinkedHashSet<Member>();
        for (var member : known) {
            members.add(NodeNames.isNamed(member) ? member : named(member));
        }
        return members;
    }

    private Member named(Member member) throws InterruptedException {
        try {
            long id = KafkaNode.read(clients.of(member.address())).id();
            return id == KafkaNode.UNKNOWN ? member : new Member(ServerId.of(Long.toString(id)), member.address());
        } catch (IOException e) {
            return member; // its polls report why
        }
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        var node = KafkaNode.read(clients.of(member.address()));
        names.check(member, node.id());
        return Map.of(WatchTarget.ONLY_GROUP, Optional.of(claim(member, node)));
    }

    private LeadershipClaim claim(Member member, KafkaNode node) throws AnswerException {
        if (node.leads()) {
            return LeadershipClaim.self(member.id(), node.epoch());
        }
        return node.follows()
                ? LeadershipClaim.hearsay(names.name(node.leader()), node.epoch())
                : new LeadershipClaim(
                        Optional.empty(),
                        OptionalLong.of(node.epoch()),
                        LeadershipClaim.Source.HEARSAY,
                        Optional.empty());
    }

    @Override
    public void close() {
        clients.close();
    }
}
