package io.raftelection.watch.etcd;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Three real etcd processes on loopback, which end when this object is closed. */
final class EtcdServers implements AutoCloseable {
    private final List<String> addresses = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    /** {@return a cluster that has been started} Skips the test if etcd is not installed, unless it is required. */
    static EtcdServers start(Path folder) throws IOException {
        boolean isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "etcd")));
        if (!isInstalled) {
            var missing = "etcd: not found in PATH, install etcd-server";
            return Boolean.getBoolean("watch.required") ? fail(missing) : abort(missing);
        }
        var servers = new EtcdServers();
        var ports = freePorts(6);
        for (int i = 0; i < 3; i++) {
            servers.addresses.add("http://127.0.0.1:" + ports.get(i));
        }
        for (int i = 0; i < 3; i++) {
            servers.processes.add(process(folder, i, ports));
        }
        return servers;
    }

    private static Process process(Path folder, int i, List<Integer> ports) throws IOException {
        var name = "e" + (i + 1);
        var client = "http://127.0.0.1:" + ports.get(i);
        var peer = "http://127.0.0.1:" + ports.get(3 + i);
        return new ProcessBuilder(
                        "etcd",
                        "--name=" + name,
                        "--data-dir=" + folder.resolve(name),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=e1=http://127.0.0.1:" + ports.get(3) + ",e2=http://127.0.0.1:" + ports.get(4)
                                + ",e3=http://127.0.0.1:" + ports.get(5),
                        "--initial-cluster-state=new",
                        "--heartbeat-interval=50",
                        "--election-timeout=500",
                        "--logger=zap")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
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

    List<String> addresses() {
        return List.copyOf(addresses);
    }

    /** Sends a signal to a server. */
    void signal(int server, String signal) throws IOException, InterruptedException {
        Signals.send(processes.get(server), signal);
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        for (var process : processes) {
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    throw new IOException("etcd does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
