package io.raftelection.etcd;

import io.etcd.jetcd.ClientBuilder;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.PolledLeadership;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Has a tracker look at the members of an etcd cluster:
 *
 * <pre>{@code
 * tracker.track(EtcdLeadership.of(Client.builder(), Map.of(ServerId.of("e1"), URI.create("http://10.0.0.1:2379"))));
 * }</pre>
 *
 * <p>Each look asks a member for its own status. <b>Acquired</b> is that it names itself as the leader. <b>Lost</b> is
 * that it no longer does, names a later term, or cannot be polled.
 *
 * <p>The <b>term</b> of a status is that of the entry which the member applied last, not the one it leads. So a new
 * leader claims an earlier term at first, often one that another member led: {@link PolledLeadership} holds such a
 * claim back until the member has applied an entry of its own term, which every leader appends at once. Where the looks
 * knew of no leader of that earlier term, they cannot tell, and the leadership is told with it; the next look corrects
 * that by a loss, and an acquisition of the later term.
 *
 * <p>What else looking may miss, and how to set how often to look, is told there. In particular, two leaders of one
 * term would never be told: use such a history to see who led when, not as evidence of Election Safety.
 */
public final class EtcdLeadership {
    private EtcdLeadership() {}

    /**
     * {@return the members, to be looked at as often as {@link PolledLeadership#of} says}
     *
     * @param connection how to connect, whatever its endpoints are: credentials, TLS, time-outs. Copied; each look
     *     connects anew, waits for no member that is down, and leaves nothing open
     * @param endpoints where each member listens for clients; a member must be asked itself, and not by way of a proxy
     *     or a name that stands for several
     * @throws IllegalArgumentException if there are none
     */
    public static PolledLeadership of(ClientBuilder connection, Map<ServerId, URI> endpoints) {
        var copy = connection.copy().waitForReady(false);
        var probes = new LinkedHashMap<ServerId, LeadershipProbe>();
        endpoints.forEach((server, endpoint) -> probes.put(server, new Member(server, endpoint, copy)));
        return PolledLeadership.of(probes);
    }
}
