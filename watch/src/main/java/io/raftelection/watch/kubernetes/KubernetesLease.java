package io.raftelection.watch.kubernetes;

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
 * An election of applications that is a lease of Kubernetes, as client-go's {@code leaderelection} and fabric8's
 * {@code LeaderElector} hold it. The API server pushes the changes.
 *
 * <p>The holder leads. It has lost when another one holds the lease, when it releases the lease, or when it has not
 * renewed it for its duration, counted from when the renewal was seen, as other candidates do. The number of
 * {@code leaseTransitions} is the fencing token; a candidate that takes over its own expired lease keeps it.
 */
public final class KubernetesLease {
    private static final int PORT = 6443;

    private KubernetesLease() {}

    /**
     * {@return a source}
     *
     * @param endpoints API servers, at least one
     * @param access whom to trust, and the token of a service account, which may get and watch leases
     * @param path {@code NAMESPACE/LEASE}, or a lease in the namespace {@code default}
     * @throws IllegalArgumentException if an address or the path is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access, String path) throws IOException {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("addresses: are none, expected at least one");
        }
        var lease = LeasePath.parse(path);
        var addresses = endpoints.stream()
                .map(endpoint -> HttpAddress.of(endpoint.address(), PORT).toString())
                .toList();
        if (access.hasSecrets() && addresses.stream().anyMatch(address -> !address.startsWith("https:"))) {
            throw new IllegalArgumentException("addresses: one has no TLS, expected https for a token or a user");
        }
        var tls = access.tls();
        return target -> {
            var timeout = target.settings().timeout();
            var reports = new ElectionReports(target.group(WatchTarget.ONLY_GROUP));
            var watch = new LeaseWatch(new HttpAsker(tls, timeout), access.authorization(), lease, timeout, reports);
            return Following.begin(addresses, target, "lease " + path, reports, watch);
        };
    }
}
