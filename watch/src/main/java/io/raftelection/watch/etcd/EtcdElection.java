package io.raftelection.watch.etcd;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.HttpAddress;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.WatchTarget;
import io.raftelection.watch.elections.ElectionReports;
import io.raftelection.watch.elections.Following;
import java.io.IOException;
import java.util.List;

/**
 * An election of applications that etcd holds: {@code concurrency.Election}, jetcd's {@code Election}, or a leader key
 * as Patroni's. Each candidate has a key below a prefix, and the one with the lowest create revision leads.
 *
 * <p>etcd pushes the changes, so none is missed and no time is uncertain. A candidate is named by the first value of
 * its key. The create revision is its fencing token: {@link io.raftelection.Leadership#fencingToken()}. What etcd says
 * is not what the application believes: an application that lost its lease may not know yet.
 *
 * <p>When no member answers for the timeout of the settings, the leader is unknown until one does.
 */
public final class EtcdElection {
    private static final int PORT = 2379;

    private EtcdElection() {}

    /**
     * {@return a source}
     *
     * @param endpoints client URLs of members, at least one
     * @param access whom to trust, and the user; the user needs the permission to read the prefix
     * @param prefix the prefix of the keys, for example {@code app/orders/}
     * @throws IllegalArgumentException if an address or the prefix is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access, String prefix) throws IOException {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("addresses: are none, expected at least one");
        }
        var range = new EtcdRange(prefix);
        var uris = endpoints.stream()
                .map(endpoint -> HttpAddress.of(endpoint.address(), PORT))
                .toList();
        boolean encrypted = uris.stream().allMatch(uri -> uri.getScheme().equals("https"));
        var addresses = uris.stream().map(Object::toString).toList();
        var tls = access.tls();
        return target -> {
            var http = new HttpAsker(tls, target.settings().timeout());
            var reports = new ElectionReports(target.group(WatchTarget.ONLY_GROUP));
            var watch = new ElectionWatch(
                    new EtcdClient(http, access, encrypted),
                    range,
                    target.settings().timeout(),
                    reports);
            return Following.begin(addresses, target, "election " + prefix, reports, watch);
        };
    }
}
