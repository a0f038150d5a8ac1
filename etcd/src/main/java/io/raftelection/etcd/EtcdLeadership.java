package io.raftelection.etcd;

import io.etcd.jetcd.ClientBuilder;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.PolledLeadership;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Polls the members of an etcd cluster for their leader:
 *
 * <pre>{@code
 * tracker.track(EtcdLeadership.of(Client.builder(), Map.of(ServerId.of("e1"), URI.create("http://10.0.0.1:2379"))));
 * }</pre>
 *
 * <p>Each poll requests the status of one member. A member has <b>acquired</b> leadership if it names itself as the
 * leader. It has <b>lost</b> leadership if it no longer names itself, names a later term, or does not answer.
 *
 * <p>The <b>term</b> of a status is the term of the entry that the member applied last, which can be earlier than the
 * term that it leads. A new leader therefore claims an earlier term at first, often one that another member led.
 * {@link PolledLeadership} rejects such a claim until the member has applied an entry of its own term, which every
 * leader appends immediately. If polling has seen no leader of the earlier term, it cannot detect this case and reports
 * the leadership with the earlier term. The next poll corrects this: it reports a loss and an acquisition of the later
 * term.
 *
 * <p>See {@link PolledLeadership} for the polling interval and for other changes that polling can miss. Polling never
 * reports two leaders in one term, so its history is not evidence of Election Safety.
 */
public final class EtcdLeadership {
    private EtcdLeadership() {}

    /**
     * {@return the members to poll, with the default interval of {@link PolledLeadership#of}}
     *
     * @param connection the credentials, TLS settings and timeouts; its endpoints are ignored. This method copies it.
     *     Each poll opens and closes a connection, and fails immediately if the member is down
     * @param endpoints the client URL of each member; it must reach exactly that member, not a proxy or a name that
     *     resolves to several members
     * @throws IllegalArgumentException if {@code endpoints} is empty
     */
    public static PolledLeadership of(ClientBuilder connection, Map<ServerId, URI> endpoints) {
        var copy = connection.copy().waitForReady(false);
        var probes = new LinkedHashMap<ServerId, LeadershipProbe>();
        endpoints.forEach((server, endpoint) -> probes.put(server, new Member(server, endpoint, copy)));
        return PolledLeadership.of(probes);
    }
}
