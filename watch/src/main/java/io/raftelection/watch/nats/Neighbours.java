package io.raftelection.watch.nats;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAddress;
import io.raftelection.watch.Member;
import io.raftelection.watch.internal.OwnNames;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds servers that the user did not name. NATS does not say where the monitoring ports of other servers are, but in
 * most clusters it is the same port of each host. So this asks that port of the hosts at which servers advertise
 * themselves. Only the searching thread uses it.
 */
final class Neighbours {
    private static final int MAX_HOSTS = 100;

    private final NatsClient client;
    private final OwnNames names;

    /** The addresses of the present hosts that were asked. One that disappears and returns is asked again. */
    private final Set<String> asked = new HashSet<>();

    Neighbours(NatsClient client, OwnNames names) {
        this.client = client;
        this.names = names;
    }

    /**
     * {@return servers of the same cluster}
     *
     * @param member a server
     * @param says what it answered
     * @param known the addresses that are known
     */
    Set<Member> of(Member member, Varz says, Set<String> known) throws InterruptedException {
        var present = addresses(member, says);
        asked.retainAll(present);
        var found = new LinkedHashSet<Member>();
        for (var address : present) {
            if (!known.contains(address) && asked.add(address)) {
                ask(address, says).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Set<String> addresses(Member member, Varz says) {
        var uri = URI.create(member.address());
        var addresses = new LinkedHashSet<String>();
        says.hosts().stream().limit(MAX_HOSTS).forEach(host -> {
            try {
                addresses.add(HttpAddress.of(uri.getScheme() + "://" + host, uri.getPort())
                        .toString());
            } catch (IllegalArgumentException e) {
                // The server advertises something else than a host.
            }
        });
        return addresses;
    }

    private Optional<Member> ask(String address, Varz says) throws InterruptedException {
        try {
            var other = client.varz(address);
            if (says.cluster().isEmpty() || !other.cluster().equals(says.cluster())) {
                return Optional.empty();
            }
            names.learn(address, other.name());
            return Optional.of(new Member(names.named(address, other.name()), address));
        } catch (AnswerException e) {
            return Optional.empty(); // its monitoring port is elsewhere, or it has none
        }
    }
}
