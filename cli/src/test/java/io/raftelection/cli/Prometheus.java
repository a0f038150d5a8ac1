package io.raftelection.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real Prometheus, which scrapes one address twice per second. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final Child process;

    private Prometheus(String url, Child process) {
        this.url = url;
        this.process = process;
    }

    static Prometheus start(Path folder, URI metrics, Path rules) throws IOException {
        var program = Installed.prometheus();
        var address = "127.0.0.1:" + Installed.freePort();
        var config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
                rule_files: ['%s']
                scrape_configs:
                  - job_name: raft-election
                    metrics_path: '%s'
                    static_configs: [{targets: ['%s']}]
                """.formatted(
                        rules.toAbsolutePath().normalize(), metrics.getPath(), metrics.getAuthority()));
        return new Prometheus(
                "http://" + address,
                Child.start(
                        folder.resolve("prometheus.log"),
                        List.of(
                                program.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                                "--web.listen-address=" + address)));
    }

    /** A condition on the server. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Waits until a condition holds. Prometheus pushes nothing, so it is asked ten times per second. */
    void await(String what, Duration limit, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        what + ": is not the case after " + limit + "\n" + alerts() + "\n" + process.log());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** {@return the series that an expression gives now; none while the server starts} */
    List<JsonNode> query(String expression) throws IOException, InterruptedException {
        var answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (!answer.path("status").asText("success").equals("success")) {
            throw new IOException(expression + ": " + answer);
        }
        return list(answer.at("/data/result"));
    }

    /** {@return the names of the alerts that fire} */
    List<String> firing() throws IOException, InterruptedException {
        return alerts().stream()
                .filter(alert -> alert.path("state").asText().equals("firing"))
                .map(alert -> alert.at("/labels/alertname").asText())
                .toList();
    }

    private List<JsonNode> alerts() throws IOException, InterruptedException {
        return list(get("/api/v1/alerts").at("/data/alerts"));
    }

    private static List<JsonNode> list(JsonNode array) {
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            var body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode();
        } catch (java.net.ConnectException e) {
            return JSON.createObjectNode(); // it starts
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
