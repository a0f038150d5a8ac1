package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alert rules of the documents, with a real Prometheus and a real cluster. */
@Timeout(300)
final class PrometheusTest {
    private static final Path DOCUMENTS = Path.of("..", "docs", "metrics");
    private static final Path RULES = DOCUMENTS.resolve("alerts.yml");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("(?m)^metrics: (\\S+)");

    @TempDir
    private Path folder;

    @Test
    void alertRulesAreValidAndFireInTheirTests() throws Exception {
        var promtool = Installed.promtool().toString();
        var check = Child.run(folder.resolve("check.log"), List.of(promtool, "check", "rules", RULES.toString()));
        assertThat(check.exitCode()).as(check.output()).isZero();
        var test = Child.run(
                folder.resolve("test.log"), List.of(promtool, "test", "rules", "src/test/resources/alerts.test.yml"));
        assertThat(test.exitCode()).as(test.output()).isZero();
    }

    @Test
    void alertFiresWhenTheLeaderIsKilledAndEveryPanelHasAResult() throws Exception {
        Installed.prometheus();
        try (var etcd = EtcdMembers.start(folder)) {
            var line = new ArrayList<>(List.of("watch", "etcd", "--metrics", "0", "--interval", "100ms"));
            line.addAll(etcd.addresses());
            var watch = Started.command(folder, line.toArray(String[]::new));
            try (var prometheus = Prometheus.start(folder, address(watch), RULES)) {
                var leader = leader(prometheus);
                assertThat(prometheus.firing()).doesNotContain("RaftLeaderLost", "RaftNoKnownLeader");

                etcd.kill(leader);
                prometheus.await(
                        "RaftLeaderLost fires", LIMIT, () -> prometheus.firing().contains("RaftLeaderLost"));
                prometheus.await(
                        "the next election is counted",
                        LIMIT,
                        () -> has(prometheus, "sum(raft_election_elections_total{cluster=\"etcd\"}) == 1"));
                assertThat(prometheus.query("raft_election_time_to_elect_seconds_count == 1"))
                        .hasSize(1);
                for (var expression : expressionsOfTheDashboard()) {
                    prometheus.await(expression + " has a result", LIMIT, () -> has(prometheus, expression));
                }
                checkText(address(watch));

                etcd.kill(leader(prometheus));
                prometheus.await(
                        "RaftNoKnownLeader fires",
                        LIMIT,
                        () -> prometheus.firing().contains("RaftNoKnownLeader"));
            } finally {
                watch.terminate();
            }
            assertThat(watch.exitCode()).as(watch.all()).isEqualTo(128 + 15);
        }
    }

    private static URI address(Started watch) throws Exception {
        var found = ADDRESS.matcher(watch.all());
        if (!found.find()) {
            watch.awaitLine(ADDRESS);
            return address(watch);
        }
        return URI.create(found.group(1));
    }

    private static boolean has(Prometheus prometheus, String expression) throws IOException, InterruptedException {
        return !prometheus.query(expression).isEmpty();
    }

    private static String leader(Prometheus prometheus) throws Exception {
        prometheus.await("a server leads", LIMIT, () -> has(prometheus, "raft_election_leader == 1"));
        return prometheus
                .query("raft_election_leader == 1")
                .get(0)
                .at("/metric/server")
                .asText();
    }

    /** {@return the expressions, with values for the variables} */
    private static List<String> expressionsOfTheDashboard() throws Exception {
        var expressions = new ArrayList<String>();
        for (var panel : dashboard().path("panels")) {
            for (var target : panel.path("targets")) {
                expressions.add(
                        target.path("expr").asText().replace("$cluster", ".*").replace("$__rate_interval", "2m"));
            }
        }
        assertThat(expressions).hasSizeGreaterThan(20).noneMatch(expression -> expression.contains("$"));
        return expressions;
    }

    private static JsonNode dashboard() throws Exception {
        return new ObjectMapper().readTree(DOCUMENTS.resolve("dashboard.json").toFile());
    }

    /** promtool reads the text as Prometheus does, and checks the names, the units and the descriptions. */
    private void checkText(URI metrics) throws Exception {
        var text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(text.statusCode()).isEqualTo(200);
        var check = Child.run(
                folder.resolve("lint.log"), List.of(Installed.promtool().toString(), "check", "metrics"), text.body());
        assertThat(check.exitCode()).as(check.output()).isZero();
    }
}
