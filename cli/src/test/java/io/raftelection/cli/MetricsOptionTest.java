package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the metrics of a command. */
@Timeout(120)
final class MetricsOptionTest {
    private static final Pattern ADDRESS = Pattern.compile("^metrics: (http://127\\.0\\.0\\.1:\\d+/metrics)$");

    @TempDir
    private Path folder;

    @Test
    void runServesItsElections() throws Exception {
        var run = Started.command(folder, "run", "--engine", "microraft", "--metrics");
        try {
            var address = ADDRESS.matcher(run.awaitLine(ADDRESS)).replaceFirst("$1");
            run.awaitLine(Pattern.compile("heal the network"));

            assertThat(scraped(address))
                    .contains("raft_election_groups 1.0")
                    .contains("raft_election_leader{cluster=\"demo\",server=\"s3\"} ")
                    .contains("raft_election_elections_total{cause=\"start\",cluster=\"demo\"} 1.0")
                    .containsPattern("raft_election_elections_total\\{cause=\"transfer\",cluster=\"demo\"} [1-9]")
                    .containsPattern("raft_election_losses_total\\{cause=\"control\",cluster=\"demo\"} [1-9]");
        } finally {
            run.terminate();
        }
        assertThat(run.exitCode()).as(run.all()).isEqualTo(128 + 15);
        assertThat(run.all()).contains("Election Safety held");
    }

    private static String scraped(String address) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "watch --metrics etcd 127.0.0.1:1 --for 100ms",
        "watch --metrics 0 etcd 127.0.0.1:1 --for 100ms",
        "watch etcd 127.0.0.1:1 --for 100ms --metrics",
        "watch etcd 127.0.0.1:1 --metrics --for 100ms",
        "watch etcd 127.0.0.1:1 --metrics=127.0.0.1:0 --for 100ms",
    })
    void portMayBeOmitted(String line) {
        var typed = Typed.command(line.split(" "));

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(typed.out().lines()).anyMatch(ADDRESS.asMatchPredicate());
    }

    @Test
    void mistakeIsRefusedWithWhatWasExpected() {
        var typed = Typed.command("run", "--metrics=x");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err())
                .startsWith("raft-election: ")
                .contains("'--metrics'", "\"x\", expected [HOST:]PORT, for example 9464");
    }
}
