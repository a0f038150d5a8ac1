package io.raftelection.etcd;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.etcd.jetcd.Client;
import io.raftelection.ServerId;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real cluster of etcd processes on loopback. The processes end when this object is closed or the JVM ends. */
final class Etcd implements AutoCloseable {
    /** If this system property is {@code true}, tests fail if etcd is not installed; otherwise they are skipped. */
    private static final String REQUIRED = "etcd.required";

    private final Map<ServerId, Node> nodes = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::kill, "etcd-at-exit");

    /** A process and its client. */
    private record Node(URI endpoint, Process process, Client client) {}

    private Etcd() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** {@return a running cluster with its data in a directory} Skips the test if etcd is not installed. */
    static Etcd start(int members, Path folder) throws IOException, InterruptedException {
        var program = program();
        if (program.isEmpty()) {
            var missing = "etcd: not found in PATH, install etcd-server";
            return Boolean.getBoolean(REQUIRED) ? fail(missing) : abort(missing);
        }
        var cluster = new Etcd();
        try {
            cluster.start(program.get(), members, folder);
            for (var server : cluster.nodes.keySet()) {
                cluster.id(server);
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        } catch (ExecutionException e) {
            cluster.close();
            throw new IOException(e);
        }
    }

    private static Optional<Path> program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void start(Path program, int members, Path folder) throws IOException {
        var ports = freePorts(2 * members);
        var names = new ArrayList<String>();
        var peers = new ArrayList<String>();
        for (int i = 0; i < members; i++) {
            names.add("e" + (i + 1));
            peers.add("http://127.0.0.1:" + ports.get(members + i));
        }
        var cluster = new ArrayList<String>();
        for (int i = 0; i < members; i++) {
            cluster.add(names.get(i) + "=" + peers.get(i));
        }
        for (int i = 0; i < members; i++) {
            var endpoint = "http://127.0.0.1:" + ports.get(i);
            var process = new ProcessBuilder(
                            program.toString(),
                            "--name=" + names.get(i),
                            "--data-dir=" + folder.resolve(names.get(i)),
                            "--listen-client-urls=" + endpoint,
                            "--advertise-client-urls=" + endpoint,
                            "--listen-peer-urls=" + peers.get(i),
                            "--initial-advertise-peer-urls=" + peers.get(i),
                            "--initial-cluster=" + String.join(",", cluster),
                            "--initial-cluster-state=new",
                            "--heartbeat-interval=50",
                            "--election-timeout=500",
                            "--logger=zap",
                            "--log-level=error")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(names.get(i) + ".log").toFile())
                    .start();
            var client = Client.builder().endpoints(endpoint).build();
            nodes.put(ServerId.of(names.get(i)), new Node(URI.create(endpoint), process, client));
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            while (sockets.size() < count) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    Map<ServerId, URI> endpoints() {
        return nodes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, node -> node.getValue().endpoint()));
    }

    /** Waits until a member answers. {@return its number} */
    private long id(ServerId server) throws InterruptedException, ExecutionException {
        var node = node(server);
        return node.client()
                .getMaintenanceClient()
                .statusMember(node.endpoint().toString())
                .get()
                .getHeader()
                .getMemberId();
    }

    private Node node(ServerId server) {
        return Optional.ofNullable(nodes.get(server)).orElseThrow();
    }

    /** Requests a transfer. {@return false if the leader refused, for example because it has lost leadership} */
    boolean move(ServerId leader, ServerId successor) throws InterruptedException {
        try {
            node(leader)
                    .client()
                    .getMaintenanceClient()
                    .moveLeader(id(successor))
                    .get();
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Crashes a member. */
    void kill(ServerId server) throws InterruptedException {
        node(server).process().destroyForcibly().waitFor();
    }

    private void kill() {
        nodes.values().forEach(node -> node.process().destroyForcibly());
    }

    @Override
    public void close() {
        kill();
        nodes.values().forEach(node -> {
            try {
                node.client().close();
                if (!node.process().waitFor(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(
                            "etcd: process " + node.process().pid() + " did not end within 30 s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** {@return the logs of all members} */
    static String logs(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .map(Etcd::text)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return file.getFileName() + "\n" + Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
