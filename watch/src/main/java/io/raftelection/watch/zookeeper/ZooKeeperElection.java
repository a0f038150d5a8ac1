package io.raftelection.watch.zookeeper;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.HttpAddress;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.WatchTarget;
import io.raftelection.watch.elections.ElectionReports;
import io.raftelection.watch.elections.Following;
import java.util.List;

/**
 * An election of applications at a path in ZooKeeper, as Curator's {@code LeaderLatch} and {@code LeaderSelector} hold
 * it. Each candidate has a node below the path, and the one with the lowest number leads.
 *
 * <p>ZooKeeper 3.6 or later pushes the changes. A candidate is named by the data of its node, where Curator puts the id
 * of the participant, or else by its node. The {@code czxid} of the node is its fencing token:
 * {@link io.raftelection.Leadership#fencingToken()}. What ZooKeeper says is not what the application believes: an
 * application whose session has expired may not know yet.
 *
 * <p>After a lost connection the nodes are read again. If another candidate leads then, since when is unknown. When no
 * server answers for the timeout of the settings, the leader is unknown until one does.
 *
 * <p>It needs {@code org.apache.zookeeper:zookeeper} in the class path.
 */
public final class ZooKeeperElection {
    private static final int PORT = 2181;
    private static final String CLIENT = "org.apache.zookeeper.ZooKeeper";

    private ZooKeeperElection() {}

    /**
     * {@return a source}
     *
     * @param endpoints the client addresses of servers, {@code HOST:PORT}, at least one
     * @param access the user of ZooKeeper's scheme {@code digest}, if one is needed to read the path; without
     *     certificates, because ZooKeeper's client reads the settings of SASL and TLS from the properties of the JVM
     * @param path the node of the election, for example {@code /app/orders}
     * @throws IllegalArgumentException if an address, the access or the path is not valid, or ZooKeeper's client is
     *     missing
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access, String path) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("addresses: are none, expected at least one");
        }
        if (access.hasCertificates()) {
            throw new IllegalArgumentException(
                    "certificates: are not used, expected the settings of ZooKeeper's client for TLS");
        }
        var node = ElectionPath.parse(path);
        var addresses =
                endpoints.stream().map(endpoint -> address(endpoint.address())).toList();
        try {
            Class.forName(CLIENT, false, ZooKeeperElection.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    addresses.get(0) + ": needs org.apache.zookeeper:zookeeper in the class path", e);
        }
        return target -> {
            var reports = new ElectionReports(target.group(WatchTarget.ONLY_GROUP));
            var watch = new PathWatch(node, target.settings().timeout(), access, reports);
            return Following.begin(addresses, target, "election " + node.node(), reports, watch);
        };
    }

    private static String address(String text) {
        if (text.contains("://")) {
            throw new IllegalArgumentException(text + ": has a scheme, expected for example 127.0.0.1:" + PORT);
        }
        return HttpAddress.of(text, PORT).getAuthority();
    }
}
