package io.raftelection.examples.production;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.examples.production.StoreEndpoint.Write;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the service of the production guide as three processes, and kills the leader. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@EnabledOnOs({OS.LINUX, OS.MAC})
final class InvoiceServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PROBE = Duration.ofMillis(100);
    private static final int ATTEMPTS = 5;
    private static final int SIGTERM_EXIT_CODE = 143;

    @TempDir
    Path folder;

    private final Map<String, ServiceProcess> processes = new LinkedHashMap<>();
    private Path home;
    private StoreEndpoint store;

    @BeforeEach
    void startStore() throws IOException {
        home = folder;
        store = new StoreEndpoint();
    }

    @AfterEach
    void endAll() {
        processes.values().forEach(ServiceProcess::close);
        store.close();
    }

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("raftelection.rounds", 1));
    }

    @ParameterizedTest(name = "round {0}")
    @MethodSource("rounds")
    void workMovesToAnotherProcessWhenTheLeaderIsKilled(int round) throws Exception {
        var first = startServers();
        awaitAllNameAndRedirectTo(first.server());

        process(first.server()).kill();
        var second = store.await(write -> write.token() > first.token(), PATIENCE)
                .orElseThrow(() -> new AssertionError("no other process writes\n" + outputs()));

        assertThat(second.server()).as(this::outputs).isNotEqualTo(first.server());
        assertThat(new FencedStore(store.uri()).write(first.token(), "invoice from " + first.server()))
                .as("the store accepts a write with the token of the leader that was killed")
                .isFalse();
        restart(first.server());
        awaitAllNameAndRedirectTo(store.last().server());
        for (var process : processes.values()) {
            assertThat(process.stop(PATIENCE)).as(this::outputs).isEqualTo(SIGTERM_EXIT_CODE);
        }
        assertNoStaleWrites(store.writes());
    }

    /** Tokens never decrease, and each of them belongs to one server. */
    private static void assertNoStaleWrites(List<Write> writes) {
        assertThat(writes).extracting(Write::token).isSorted();
        assertThat(writes.stream().distinct().map(Write::token)).doesNotHaveDuplicates();
    }

    /** Starts three servers, and all of them again on other ports if another program took one of their ports first. */
    private Write startServers() throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            home = Files.createDirectory(folder.resolve("attempt-" + attempt));
            var all = addresses();
            for (var address : all) {
                start(address, all);
            }
            var first = awaitFirstWrite();
            if (first.isPresent()) {
                return first.get();
            }
            endAll();
            startStore();
        }
        throw new AssertionError("servers: did not start in " + ATTEMPTS + " attempts\n" + outputs());
    }

    /** {@return the first write; nothing if a process ended before it, as it does if its port is taken} */
    private Optional<Write> awaitFirstWrite() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var first = Optional.<Write>empty();
        while (first.isEmpty() && processes.values().stream().allMatch(ServiceProcess::isAlive)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("no process writes within " + PATIENCE + "\n" + outputs());
            }
            first = store.await(write -> true, PROBE);
        }
        return first;
    }

    private void restart(String server) throws IOException {
        var address = process(server).address();
        start(address, processes.values().stream().map(ServiceProcess::address).toList());
    }

    private void start(ServerAddress address, List<ServerAddress> all) throws IOException {
        processes.put(address.id().value(), ServiceProcess.start(address, all, home, store.uri()));
    }

    private ServiceProcess process(String server) {
        return requireNonNull(processes.get(server));
    }

    /** Waits until every process names that server and redirects requests to it. */
    private void awaitAllNameAndRedirectTo(String leader) throws Exception {
        for (var process : processes.values()) {
            awaitAnswer(process, LeaderEndpoint.LEADER, leader);
            awaitAnswer(process, LeaderEndpoint.INVOICES, "served by " + leader);
        }
    }

    private void awaitAnswer(ServiceProcess process, String path, String expected) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var answer = process.get(path);
        while (!answer.equals(expected) && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(PROBE.toMillis());
            answer = process.get(path);
        }
        assertThat(answer).as(this::outputs).isEqualTo(expected);
    }

    private String outputs() {
        var text = new StringBuilder();
        processes.values().forEach(process -> text.append(process.output()));
        return text.toString();
    }

    private static List<ServerAddress> addresses() throws IOException {
        var ports = freePorts(6);
        var addresses = new ArrayList<ServerAddress>();
        for (int i = 0; i < 3; i++) {
            addresses.add(ServerAddress.parse("s" + (i + 1) + ":" + ports.get(2 * i) + ":" + ports.get(2 * i + 1)));
        }
        return addresses;
    }

    /** The ports are free when this method returns; another program may take one before a server binds it. */
    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(open());
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
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
