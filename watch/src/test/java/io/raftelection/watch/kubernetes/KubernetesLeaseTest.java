package io.raftelection.watch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lease in the shapes that a Kubernetes API server documents. No API server can be started here. */
@Timeout(60)
final class KubernetesLeaseTest {
    private static final String PATH = "/apis/coordination.k8s.io/v1/namespaces/shop/leases";

    private final LinkedBlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private volatile String object;
    private HttpServer server;
    private Watch watch;

    @BeforeEach
    void startServer() throws IOException {
        object = lease(1, "a1", 3, 30);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext(PATH + "/orders", exchange -> {
            try (exchange) {
                var body = object.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.createContext(PATH, this::stream);
        server.start();
        watch = Watch.start(
                KubernetesLease.source(
                        List.of(Endpoint.parse(
                                "127.0.0.1:" + server.getAddress().getPort())),
                        Access.open(),
                        "shop/orders"),
                WatchSettings.of("orders"));
        until(() -> watch.tracker().leader().isPresent());
    }

    private void stream(HttpExchange exchange) throws IOException {
        assertThat(exchange.getRequestURI().getQuery()).contains("watch=true", "fieldSelector=metadata.name=orders");
        exchange.sendResponseHeaders(200, 0);
        try (exchange) {
            while (true) {
                exchange.getResponseBody().write((changes.take() + "\n").getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        watch.close();
        server.stop(0);
    }

    private static String lease(int version, String holder, int transitions, int seconds) {
        return "{\"kind\":\"Lease\",\"metadata\":{\"name\":\"orders\",\"resourceVersion\":\"" + version
                + "\"},\"spec\":{\"holderIdentity\":\"" + holder + "\",\"leaseTransitions\":" + transitions
                + ",\"leaseDurationSeconds\":" + seconds + "}}";
    }

    private void change(String type, String changed) {
        object = type.equals("DELETED") ? "" : changed;
        changes.add("{\"type\":\"" + type + "\",\"object\":" + changed + "}");
    }

    private void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> watch.tracker().history() + "\n" + watch.problems())
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private List<String> history() {
        return watch.tracker().history().events().stream()
                .map(event -> event.toString().replaceFirst("^\\S+ ", ""))
                .toList();
    }

    @Test
    void holderLeadsUntilAnotherHoldsTheLeaseOrItIsReleasedOrGone() {
        assertThat(watch.tracker().leader().orElseThrow().fencingToken()).hasValue(3);
        change("MODIFIED", lease(2, "a1", 3, 30)); // renewed
        change("MODIFIED", lease(3, "a2", 4, 30));
        until(() -> history().size() == 3);
        assertThat(watch.tracker().leader().orElseThrow().fencingToken()).hasValue(4);
        change("MODIFIED", lease(4, "", 4, 30));
        until(() -> history().size() == 4);
        change("MODIFIED", lease(5, "a1", 5, 30));
        until(() -> history().size() == 5);
        change("DELETED", lease(6, "a1", 5, 30));
        until(() -> history().size() == 6);

        assertThat(history())
                .containsExactly(
                        "a1 acquired already",
                        "a1 lost (\"another one holds the lease\")",
                        "a2 acquired",
                        "a2 lost (\"it released the lease\")",
                        "a1 acquired",
                        "a1 lost (\"the lease is gone\")");
        assertThat(watch.tracker().anomalies()).isEmpty();
    }

    @Test
    void leaseThatIsNotRenewedExpires() throws InterruptedException {
        change("MODIFIED", lease(2, "a2", 4, 1));
        until(() -> history().size() == 4);

        assertThat(history()).endsWith("a2 acquired", "a2 lost (\"its lease has expired\")");
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(history()).hasSize(4);
    }

    @Test
    void nonsenseIsAProblemAndChangesNothing() {
        changes.add("{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"resourceVersion\":\"2\"},\"spec\":{"
                + "\"holderIdentity\":7}}}");
        change("MODIFIED", lease(3, "a2", 4, 30));

        until(() -> history().size() == 3);

        assertThat(history()).endsWith("a2 acquired");
    }

    @Test
    void impossibleArgumentsAreRefused() {
        var endpoints = List.of(Endpoint.parse("127.0.0.1:1"));
        assertThatThrownBy(() -> KubernetesLease.source(endpoints, Access.open(), "shop/../orders"))
                .hasMessage("path: \"shop/../orders\", expected NAMESPACE/LEASE, for example default/orders");
        assertThatThrownBy(() -> KubernetesLease.source(List.of(), Access.open(), "orders"))
                .hasMessage("addresses: are none, expected at least one");
    }
}
