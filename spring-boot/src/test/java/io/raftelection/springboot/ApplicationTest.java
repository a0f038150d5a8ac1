package io.raftelection.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.TestCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A real application with a web server and a real cluster. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
final class ApplicationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext start(String... properties) {
        var all = new ArrayList<>(List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "management.endpoints.web.exposure.include=health,leadership,metrics",
                "management.endpoint.health.show-details=always"));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(OrdersApplication.class)
                .properties(all.toArray(String[]::new))
                .run();
    }

    /** An answer of an endpoint. */
    private record Answer(int code, JsonNode body) {}

    private Answer get(ConfigurableApplicationContext application, String path) throws Exception {
        int port = ((ServletWebServerApplicationContext) application)
                .getWebServer()
                .getPort();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), new ObjectMapper().readTree(answer.body()));
    }

    private void awaitHealth(ConfigurableApplicationContext application, int code, String status) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            var health = get(application, "health");
            assertThat(health.code()).as(health.body().toString()).isEqualTo(code);
            assertThat(health.body().at("/components/leadership/status").asText())
                    .as(health.body().toString())
                    .isEqualTo(status);
        });
    }

    private static ServerId leader(Tracker tracker) throws InterruptedException {
        return tracker.awaitLeader(LIMIT).server();
    }

    @Test
    void healthTurnsWhenLeadershipIsLostAndNoServerCanWin() throws Exception {
        try (var application = start("raft-election.health.grace=0s")) {
            var tracker = application.getBean(Tracker.class);
            var cluster = application.getBean(TestCluster.class);
            var leader = leader(tracker);
            awaitHealth(application, 200, "UP");
            assertThat(get(application, "health")
                            .body()
                            .at("/components/leadership/details/leader")
                            .asText())
                    .isEqualTo(leader.value());

            cluster.kill(leader);
            var next = leader(tracker);
            assertThat(next).isNotEqualTo(leader);
            awaitHealth(application, 200, "UP");

            cluster.kill(next);
            awaitHealth(application, 503, "DOWN");
            cluster.restart(leader);
            awaitHealth(application, 200, "UP");
        }
    }

    @Test
    void applicationThatMustLeadIsOutOfServiceWhileItDoesNot() throws Exception {
        try (var application = start("raft-election.health.requires=leading")) {
            var cluster = application.getBean(TestCluster.class);
            var leader = leader(application.getBean(Tracker.class));
            awaitHealth(application, 200, "UP");

            for (var server : OrdersApplication.SERVERS) {
                if (!server.equals(leader)) {
                    cluster.kill(server);
                }
            }
            cluster.kill(leader);
            awaitHealth(application, 503, "OUT_OF_SERVICE");
        }
    }

    @Test
    void graceKeepsTheHealthDuringAnElection() throws Exception {
        try (var application = start("raft-election.health.grace=1h")) {
            var cluster = application.getBean(TestCluster.class);
            leader(application.getBean(Tracker.class));
            OrdersApplication.SERVERS.forEach(cluster::kill);
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() ->
                            application.getBean(Tracker.class).knownLeader().isEmpty());

            awaitHealth(application, 200, "UP");
        }
    }

    @Test
    void endpointTellsWhoLeads() throws Exception {
        try (var application = start()) {
            var leader = leader(application.getBean(Tracker.class)).value();
            application.getBean(Tracker.class).awaitAgreement(LIMIT);

            var answer = get(application, "leadership");
            assertThat(answer.code()).isEqualTo(200);
            var cluster = answer.body().at("/trackers/tracker");
            assertThat(cluster.path("cluster").asText()).isEqualTo("orders");
            assertThat(cluster.at("/leader/server").asText()).isEqualTo(leader);
            assertThat(cluster.at("/leader/isReady").asBoolean()).isTrue();
            assertThat(cluster.at("/leader/reportedBy")).hasSize(3);
            assertThat(cluster.path("servers")).hasSize(3).allSatisfy(server -> {
                assertThat(server.path("follows").asText()).isEqualTo(leader);
                assertThat(server.path("role").asText())
                        .isEqualTo(server.path("server").asText().equals(leader) ? "leading" : "following");
            });
            assertThat(cluster.path("events").toString()).contains(leader + " acquired term ");
        }
    }

    @Test
    void metricsOfTheTrackerAreBound() throws Exception {
        try (var application = start()) {
            leader(application.getBean(Tracker.class));

            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                var metric = get(application, "metrics/raft.election.leader.known?tag=cluster:orders");
                assertThat(metric.body().at("/measurements/0/value").asDouble()).isEqualTo(1);
            });
        }
    }

    @Test
    void listenerBeansReceiveEvents() throws Exception {
        try (var application = start()) {
            var heard = application.getBean(OrdersApplication.Heard.class);

            assertThat(heard.events.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void workStartsWithLeadershipAndEndsWithItsLoss() throws Exception {
        try (var application = start()) {
            var cluster = application.getBean(TestCluster.class);
            var work = application.getBean(OrdersApplication.Work.class);
            var leader = leader(application.getBean(Tracker.class));
            assertThat(work.steps.poll(60, TimeUnit.SECONDS)).isEqualTo("start " + leader);

            cluster.kill(leader);
            assertThat(work.steps.poll(60, TimeUnit.SECONDS)).isEqualTo("stop " + leader);
            assertThat(work.steps.poll(60, TimeUnit.SECONDS))
                    .startsWith("start s")
                    .isNotEqualTo("start " + leader);
        }
    }

    @Test
    void applicationEndsItsWorkAndItsThreads(CapturedOutput output) throws Exception {
        OrdersApplication.Work work;
        Tracker tracker;
        try (var application = start()) {
            work = application.getBean(OrdersApplication.Work.class);
            tracker = application.getBean(Tracker.class);
            assertThat(work.steps.poll(60, TimeUnit.SECONDS)).startsWith("start ");
        }

        assertThat(work.steps.poll()).startsWith("stop ");
        assertThat(output).as("it ended before the beans were destroyed").doesNotContain("goes on although");
        assertThat(tracker.leader()).isEmpty();
        assertThat(threads("raft-election-run")).isEmpty();
        assertThat(tracker.anomalies()).isEmpty();
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
