package io.raftelection.watch.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the servers of a cluster listen.
 *
 * @param all a host for each server
 * @param network the links of the hosts, if they can be cut
 */
public record Hosts(List<Host> all, Optional<NetworkNamespaces> network) {
    private static final int FIRST_PORT = 7_001;

    /**
     * A host.
     *
     * @param client the address at which this process reaches it
     * @param peer the address at which the other hosts reach it
     * @param ports its ports
     */
    public record Host(String client, String peer, List<Integer> ports) {

        /** {@return the address and a port, for this process} */
        public String client(int port) {
            return client + ":" + ports.get(port);
        }

        /** {@return the address and a port, for the other hosts} */
        public String peer(int port) {
            return peer + ":" + ports.get(port);
        }
    }

    /** {@return hosts that all are this one, with free ports} */
    public static Hosts onLoopback(int count, int ports) throws IOException {
        var free = FreePorts.find(count * ports);
        var hosts = new ArrayList<Host>();
        for (int i = 0; i < count; i++) {
            hosts.add(new Host("127.0.0.1", "127.0.0.1", free.subList(i * ports, (i + 1) * ports)));
        }
        return new Hosts(List.copyOf(hosts), Optional.empty());
    }

    /** {@return hosts with links that can be cut} Skips the test if this process may not make them. */
    public static Hosts withLinks(int count, int ports) throws IOException, InterruptedException {
        var network = NetworkNamespaces.create(count);
        var numbers = IntStream.range(FIRST_PORT, FIRST_PORT + ports).boxed().toList();
        var hosts = new ArrayList<Host>();
        for (int i = 1; i <= count; i++) {
            hosts.add(new Host(network.clientAddress(i), network.peerAddress(i), numbers));
        }
        return new Hosts(List.copyOf(hosts), Optional.of(network));
    }

    /** {@return a cluster with a server on each host, whose servers are not started; it closes the hosts} */
    public Processes processes(Path folder, List<Processes.Server> servers) {
        return network.map(links -> Processes.on(links, folder, servers))
                .orElseGet(() -> Processes.of(folder, servers));
    }
}
