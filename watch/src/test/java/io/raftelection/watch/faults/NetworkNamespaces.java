package io.raftelection.watch.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts with links that can be cut, made of network namespaces; this needs root. Each host has two networks: one to the
 * other hosts, and one to this process. So a host that is isolated from the others can still be asked. They are removed
 * at the latest when the JVM ends.
 */
public final class NetworkNamespaces implements AutoCloseable {
    private static final int NETWORKS = 200;

    /** The number of the network, which no other process on this machine has at the same time. */
    private final int number;

    private final int hosts;
    private final Thread atExit = new Thread(this::remove, "hosts-at-exit");

    private NetworkNamespaces(int number, int hosts) {
        this.number = number;
        this.hosts = hosts;
    }

    /** {@return hosts with the numbers 1 to {@code hosts}} Skips the test if this process may not make them. */
    public static NetworkNamespaces create(int hosts) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Required.missing(
                    "network namespaces: need root, and the user is " + System.getProperty("user.name"));
        }
        Required.program("ip", "iproute2");
        NetworkNamespaces namespaces;
        try {
            namespaces = withFreeNumber(hosts);
        } catch (IOException e) {
            return Required.missing("network namespaces: cannot be made: " + e.getMessage());
        }
        try {
            Runtime.getRuntime().addShutdownHook(namespaces.atExit);
            namespaces.createHosts();
            return namespaces;
        } catch (IOException | InterruptedException e) {
            namespaces.close();
            throw e;
        }
    }

    /** Takes the first number whose bridge nobody has made, from one on that differs between processes. */
    private static NetworkNamespaces withFreeNumber(int hosts) throws IOException, InterruptedException {
        long first = ProcessHandle.current().pid();
        for (int i = 0; ; i++) {
            var namespaces = new NetworkNamespaces((int) ((first + i) % NETWORKS), hosts);
            try {
                namespaces.createBridge("p");
                return namespaces;
            } catch (IOException e) {
                if (i == NETWORKS || !String.valueOf(e.getMessage()).contains("File exists")) {
                    throw e;
                }
            }
        }
    }

    private void createBridge(String kind) throws IOException, InterruptedException {
        ip("link", "add", bridge(kind), "type", "bridge");
        ip("link", "set", bridge(kind), "up");
    }

    private void createHosts() throws IOException, InterruptedException {
        createBridge("c");
        ip("addr", "add", "10." + number + ".2.254/24", "dev", bridge("c"));
        for (int host = 1; host <= hosts; host++) {
            ip("netns", "add", name(host));
            ip("netns", "exec", name(host), "ip", "link", "set", "lo", "up");
            connect(host, "p", peerAddress(host));
            connect(host, "c", clientAddress(host));
        }
    }

    private void connect(int host, String kind, String address) throws IOException, InterruptedException {
        var outer = link(host, kind);
        ip("link", "add", outer, "type", "veth", "peer", "name", "e" + kind, "netns", name(host));
        ip("link", "set", outer, "master", bridge(kind));
        ip("link", "set", outer, "up");
        ip("netns", "exec", name(host), "ip", "addr", "add", address + "/24", "dev", "e" + kind);
        ip("netns", "exec", name(host), "ip", "link", "set", "e" + kind, "up");
    }

    /** {@return the address at which other hosts reach a host} */
    public String peerAddress(int host) {
        return "10." + number + ".1." + host;
    }

    /** {@return the address at which this process reaches a host} */
    public String clientAddress(int host) {
        return "10." + number + ".2." + host;
    }

    /** {@return a command that runs another one on a host, in the same process} */
    public List<String> on(int host, List<String> command) {
        var line = new ArrayList<>(List.of("ip", "netns", "exec", name(host)));
        line.addAll(command);
        return line;
    }

    /** Cuts a host off from the other hosts. */
    public void cut(int host) throws IOException, InterruptedException {
        ip("link", "set", link(host, "p"), "down");
    }

    /** Connects a host with the other hosts again. */
    public void heal(int host) throws IOException, InterruptedException {
        ip("link", "set", link(host, "p"), "up");
    }

    private String name(int host) {
        return "raft" + number + "h" + host;
    }

    private String bridge(String kind) {
        return "rb" + number + kind;
    }

    private String link(int host, String kind) {
        return "rv" + number + kind + host;
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Commands.run(command);
    }

    /**
     * Removes the hosts and their networks. The processes on them must have ended. The links are removed by themselves,
     * because those of a host that is removed exist for some time longer. The bridge that has taken the number is last.
     */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        remove();
    }

    private void remove() {
        for (int host = 1; host <= hosts; host++) {
            remove("link", "del", link(host, "p"));
            remove("link", "del", link(host, "c"));
            remove("netns", "del", name(host));
        }
        remove("link", "del", bridge("c"));
        remove("link", "del", bridge("p"));
    }

    private static void remove(String... arguments) {
        try {
            ip(arguments);
        } catch (IOException e) {
            // It was not made.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
