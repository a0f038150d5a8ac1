package io.raftelection.watch.etcd;

import io.raftelection.ServerId;
import io.raftelection.watch.faults.FreePorts;
import io.raftelection.watch.faults.NetworkNamespaces;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.faults.Required;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real etcd processes. Skips the test if etcd is not installed. */
final class EtcdCluster {
    private EtcdCluster() {}

    /** The URLs of a member. */
    private record Urls(String listenClient, String client, String peer) {}

    /** {@return members on loopback, which are not started} */
    static Processes onLoopback(Path folder, int members) throws IOException {
        var ports = FreePorts.find(2 * members);
        var urls = new ArrayList<Urls>();
        for (int i = 0; i < members; i++) {
            var client = "http://127.0.0.1:" + ports.get(i);
            urls.add(new Urls(client, client, "http://127.0.0.1:" + ports.get(members + i)));
        }
        return Processes.of(folder, servers(folder, urls));
    }

    /** {@return members on hosts whose links can be cut, which are not started} */
    static Processes onHosts(Path folder, int members) throws IOException, InterruptedException {
        Required.program("etcd", "etcd-server");
        var network = NetworkNamespaces.create(members);
        var urls = new ArrayList<Urls>();
        for (int i = 1; i <= members; i++) {
            var client = "http://" + network.clientAddress(i) + ":2379";
            urls.add(new Urls(client, client, "http://" + network.peerAddress(i) + ":2380"));
        }
        return Processes.on(network, folder, servers(folder, urls));
    }

    /** {@return one member on loopback with TLS, which asks clients for a certificate, and is not started} */
    static Processes withTls(Path folder, TestCertificates certificates) throws IOException {
        var ports = FreePorts.find(2);
        var client = "https://127.0.0.1:" + ports.get(0);
        var urls = List.of(new Urls(client, client, "http://127.0.0.1:" + ports.get(1)));
        var more = List.of(
                "--cert-file=" + certificates.certificate("server"),
                "--key-file=" + certificates.key("server"),
                "--client-cert-auth",
                "--trusted-ca-file=" + certificates.authorities());
        return Processes.of(folder, servers(folder, urls, more));
    }

    private static List<Processes.Server> servers(Path folder, List<Urls> urls) {
        return servers(folder, urls, List.of());
    }

    private static List<Processes.Server> servers(Path folder, List<Urls> urls, List<String> more) {
        var program = Required.program("etcd", "etcd-server");
        var all = new ArrayList<String>();
        for (int i = 0; i < urls.size(); i++) {
            all.add("e" + (i + 1) + "=" + urls.get(i).peer());
        }
        var servers = new ArrayList<Processes.Server>();
        for (int i = 0; i < urls.size(); i++) {
            var name = "e" + (i + 1);
            var own = urls.get(i);
            var command = new ArrayList<>(List.of(
                    program.toString(),
                    "--name=" + name,
                    "--data-dir=" + folder.resolve(name),
                    "--listen-client-urls=" + own.listenClient(),
                    "--advertise-client-urls=" + own.client(),
                    "--listen-peer-urls=" + own.peer(),
                    "--initial-advertise-peer-urls=" + own.peer(),
                    "--initial-cluster=" + String.join(",", all),
                    "--initial-cluster-state=new",
                    "--logger=zap",
                    "--log-outputs=stderr"));
            command.addAll(more);
            servers.add(new Processes.Server(ServerId.of(name), own.client(), command));
        }
        return servers;
    }
}
