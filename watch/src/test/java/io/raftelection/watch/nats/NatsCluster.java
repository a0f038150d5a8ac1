package io.raftelection.watch.nats;

import io.raftelection.ServerId;
import io.raftelection.watch.faults.FreePorts;
import io.raftelection.watch.faults.LoggedLeader;
import io.raftelection.watch.faults.NetworkNamespaces;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.faults.Required;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Real NATS servers with JetStream. Skips the test if {@code nats-server} is not installed.
 *
 * @param processes the servers n1, n2, ...
 * @param folder the folder with their logs
 * @param clients where clients connect to the servers
 */
record NatsCluster(Processes processes, Path folder, List<Address> clients) implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final Pattern STREAM = Pattern.compile("Starting stream monitor for '(\\S+) > (\\S+)' \\[(\\S+)\\]");
    private static final Pattern LEADER =
            Pattern.compile("^\\[\\d+\\] (\\S+ \\S+) \\[DBG\\] RAFT \\[\\S+ - (\\S+)\\] Switching to leader$");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An address. */
    record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** The addresses of a server for clients, for monitoring and for the other servers. */
    private record Addresses(Address client, Address monitor, Address route) {}

    /** {@return servers on loopback, which are not started} */
    static NatsCluster onLoopback(Path folder, int servers) throws IOException {
        var ports = FreePorts.find(3 * servers);
        var all = new ArrayList<Addresses>();
        for (int i = 0; i < servers; i++) {
            all.add(new Addresses(
                    new Address("127.0.0.1", ports.get(3 * i)),
                    new Address("127.0.0.1", ports.get(3 * i + 1)),
                    new Address("127.0.0.1", ports.get(3 * i + 2))));
        }
        return of(folder, all, Optional.empty());
    }

    /** {@return servers at 127.0.0.1, 127.0.0.2, ... with the same ports, which are not started} */
    static NatsCluster withOneMonitoringPort(Path folder, int servers) throws IOException {
        var ports = FreePorts.find(3);
        var all = new ArrayList<Addresses>();
        for (int i = 1; i <= servers; i++) {
            var host = "127.0.0." + i;
            all.add(new Addresses(
                    new Address(host, ports.get(0)), new Address(host, ports.get(1)), new Address(host, ports.get(2))));
        }
        return of(folder, all, Optional.empty());
    }

    /** {@return servers on hosts whose links can be cut, which are not started} */
    static NatsCluster onHosts(Path folder, int servers) throws IOException, InterruptedException {
        Required.program("nats-server", "nats-server");
        var network = NetworkNamespaces.create(servers);
        var all = new ArrayList<Addresses>();
        for (int i = 1; i <= servers; i++) {
            all.add(new Addresses(
                    new Address(network.clientAddress(i), 4222),
                    new Address(network.clientAddress(i), 8222),
                    new Address(network.peerAddress(i), 6222)));
        }
        return of(folder, all, Optional.of(network));
    }

    private static NatsCluster of(Path folder, List<Addresses> all, Optional<NetworkNamespaces> network)
            throws IOException {
        var program = Required.program("nats-server", "nats-server");
        var routes = all.stream().map(each -> "nats://" + each.route()).collect(Collectors.joining(", "));
        var servers = new ArrayList<Processes.Server>();
        for (int i = 0; i < all.size(); i++) {
            var name = "n" + (i + 1);
            var own = all.get(i);
            var config = Files.writeString(folder.resolve(name + ".conf"), """
                    server_name: %s
                    listen: "%s"
                    http: "%s"
                    jetstream { store_dir: "%s", max_memory_store: 16MB, max_file_store: 64MB }
                    cluster { name: C1, listen: "%s", routes: [ %s ] }
                    """.formatted(
                            name, own.client(), own.monitor(), folder.resolve(name), own.route(), routes));
            var command = List.of(program.toString(), "-D", "-c", config.toString());
            servers.add(new Processes.Server(ServerId.of(name), "http://" + own.monitor(), command));
        }
        var processes = network.isPresent()
                ? Processes.on(network.get(), folder, servers, NatsCluster::metaLeader)
                : Processes.of(folder, servers, NatsCluster::metaLeader);
        return new NatsCluster(
                processes, folder, all.stream().map(Addresses::client).toList());
    }

    private static Optional<LoggedLeader> metaLeader(ServerId server, String line) {
        return leader(server, line, Jsz.META);
    }

    private static Optional<LoggedLeader> leader(ServerId server, String line, String group) {
        var found = LEADER.matcher(line);
        return found.find() && found.group(2).equals(group)
                ? Optional.of(new LoggedLeader(
                        LocalDateTime.parse(found.group(1), TIME)
                                .atZone(ZoneId.systemDefault())
                                .toInstant(),
                        server,
                        OptionalLong.empty()))
                : Optional.empty();
    }

    /** {@return the leaderships of a stream in the logs of the servers, in the order of their times} */
    List<LoggedLeader> loggedLeaders(String stream) throws IOException {
        var leaders = new ArrayList<LoggedLeader>();
        for (var server : processes.servers()) {
            var lines = Files.readAllLines(folder.resolve(server + ".log"));
            var group = lines.stream()
                    .map(STREAM::matcher)
                    .filter(found -> found.find() && stream.equals(found.group(1) + "/" + found.group(2)))
                    .map(found -> found.group(3))
                    .findFirst();
            for (var line : lines) {
                group.flatMap(name -> leader(server, line, name)).ifPresent(leaders::add);
            }
        }
        leaders.sort(Comparator.comparing(LoggedLeader::at));
        return leaders;
    }

    /** Sends a request to JetStream, again and again while it is not ready. {@return the answer} */
    String request(int server, String subject, String body) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var answer = requestOnce(clients.get(server - 1), subject, body);
            if (!answer.isEmpty() && !answer.contains("\"error\"")) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(subject + ": " + answer);
            }
        }
    }

    /** {@return the answer; empty if there is none, as while the group has no leader} */
    private static String requestOnce(Address server, String subject, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getByName(server.host()), server.port())) {
            socket.setSoTimeout(2_000);
            var text = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB _INBOX.x 1\r\nPUB " + subject
                    + " _INBOX.x " + body.length() + "\r\n" + body + "\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("MSG _INBOX.x ")) {
                    return lines.readLine();
                }
            }
            throw new IOException(server + ": closed the connection");
        } catch (SocketTimeoutException e) {
            return "";
        }
    }

    @Override
    public void close() {
        processes.close();
    }
}
