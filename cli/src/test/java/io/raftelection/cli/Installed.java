package io.raftelection.cli;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Programs that tests run. Without one, a test is skipped, or fails if a property says that it is required. */
final class Installed {
    private Installed() {}

    static Path etcd() {
        return program("etcd", "etcd-server", "watch.required");
    }

    static Path prometheus() {
        return program("prometheus", "prometheus", "prometheus.required");
    }

    static Path promtool() {
        return program("promtool", "prometheus", "prometheus.required");
    }

    private static Path program(String name, String debianPackage, String property) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(name + ": not found in PATH, install " + debianPackage, property));
    }

    private static Path missing(String reason, String property) {
        return Boolean.getBoolean(property) ? fail(reason) : abort(reason);
    }

    static int freePort() throws IOException {
        try (var socket = open()) {
            return socket.getLocalPort();
        }
    }

    /** Opens a free port. It is below those that systems give to outgoing connections, which could take it later. */
    private static ServerSocket open() throws IOException {
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
}
