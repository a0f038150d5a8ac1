package io.raftelection.jetcd;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.etcd.jetcd.Client;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A real etcd with one member. The test is skipped if etcd is not installed, or fails if -Dwatch.required=true. */
final class EtcdProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private EtcdProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static EtcdProcess start(Path folder) throws Exception {
        var program = program();
        int port;
        int peer;
        try (var one = freePort();
                var other = freePort()) {
            port = one.getLocalPort();
            peer = other.getLocalPort();
        }
        var command = List.of(
                program.toString(),
                "--name=e1",
                "--data-dir=" + folder.resolve("e1"),
                "--listen-client-urls=" + url(port),
                "--advertise-client-urls=" + url(port),
                "--listen-peer-urls=" + url(peer),
                "--initial-advertise-peer-urls=" + url(peer),
                "--initial-cluster=e1=" + url(peer));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("etcd.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "etcd-at-exit"));
        var etcd = new EtcdProcess(process, port);
        etcd.awaitPort();
        return etcd;
    }

    private static Path program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing("etcd: not found in PATH, install etcd-server"));
    }

    private static Path missing(String reason) {
        return Boolean.getBoolean("watch.required") ? fail(reason) : abort(reason);
    }

    /** Opens a free port. It is below those that systems give to outgoing connections, which could take it later. */
    private static ServerSocket freePort() throws IOException {
        for (int port = ThreadLocalRandom.current().nextInt(12_000, 32_000); ; port++) {
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                if (port == 32_767) {
                    throw e;
                }
            }
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private void awaitPort() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw e;
                }
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    String address() {
        return url(port);
    }

    Client client() {
        return Client.builder().endpoints(address()).build();
    }

    void freeze() throws Exception {
        signal(process, "STOP");
    }

    void resume() throws Exception {
        signal(process, "CONT");
    }

    static void signal(Process process, String name) throws Exception {
        int code = new ProcessBuilder("kill", "-" + name, "" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + ": exit code " + code);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
}
