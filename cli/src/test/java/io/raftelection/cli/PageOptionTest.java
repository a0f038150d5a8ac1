package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opens the page of a command. */
@Timeout(120)
final class PageOptionTest {
    private static final Pattern PAGE = Pattern.compile("^page: (http://127\\.0\\.0\\.1:\\d+/)$");

    @TempDir
    private Path folder;

    @Test
    void runShowsItsElectionsUntilItIsStopped() throws Exception {
        var run = Started.command(folder, "run", "--engine", "microraft", "--page");
        var address = PAGE.matcher(run.awaitLine(PAGE)).replaceFirst("$1");
        run.awaitLine(Pattern.compile(" acquired term "));

        assertThat(lines(address, "Leaders of demo")).contains("<h1>Leaders of demo</h1>");
        assertThat(lines(address + "events/0", " acquired term ")).contains("event: reset");
        run.awaitLine(Pattern.compile("heal the network"));
        run.awaitLine(Pattern.compile("(kill|isolate) the leader|transfer leadership"));
        run.terminate();

        assertThat(run.exitCode()).as(run.all()).isEqualTo(128 + 15);
        assertThat(run.all()).contains(", until Ctrl-C", "Summary of demo", "Election Safety held");
    }

    /** {@return what an address answers up to a text} */
    private static String lines(String address, String until) throws IOException {
        URLConnection connection = URI.create(address).toURL().openConnection();
        connection.setReadTimeout(20_000);
        var read = new StringBuilder();
        try (var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                read.append(line).append('\n');
                if (line.contains(until) && !line.contains("<title>")) {
                    return read.toString();
                }
            }
        }
        throw new IOException(address + ": ended before \"" + until + "\":\n" + read);
    }

    @ParameterizedTest
    @CsvSource({
        "watch --page etcd 127.0.0.1:1 --for 100ms",
        "watch --page 0 etcd 127.0.0.1:1 --for 100ms",
        "watch etcd 127.0.0.1:1 --for 100ms --page",
        "watch etcd 127.0.0.1:1 --page --for 100ms",
        "watch etcd 127.0.0.1:1 --page=0 --page-host status.example.org --for 100ms",
    })
    void portMayBeOmitted(String line) throws Exception {
        var typed = Typed.command(line.split(" "));

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(typed.out().lines()).anyMatch(PAGE.asMatchPredicate());
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (Set.of("raft-election-page", "HTTP-Dispatcher").contains(thread.getName())) {
                thread.join(10_000); // it was told to end
            }
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("raft-election-page", "HTTP-Dispatcher");
    }

    @Test
    void portThatIsInUseIsNamed() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var typed = Typed.command("run", "--page", "" + socket.getLocalPort());

            assertThat(typed.exitCode()).isEqualTo(2);
            assertThat(typed.err())
                    .startsWith("raft-election: --page: 127.0.0.1:" + socket.getLocalPort()
                            + ": cannot be used, Address already in use");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --page=abc | '--page': \"abc\", expected a port, 0 to 65535",
                "run --page 70000 | '--page': \"70000\", expected a port, 0 to 65535",
                "run --page-host example.org | --page-address, --page-token-file and --page-host: need --page",
                "run --page --page-host a:1 | --page: host: \"a:1\", expected a name without a port",
                "run --page --page-address 127.0.0.1 | --page: address has no token, expected it in RAFT_ELECTION_PAGE_TOKEN or --page-token-file",
                "run --page --page-token-file missing | missing: no such file or directory",
            })
    void mistakeIsRefusedWithWhatWasExpected(String line, String words) {
        var typed = Typed.command(line.split(" "));

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).startsWith("raft-election: ").contains(words);
    }

    @Test
    void shortTokenIsRefusedAndNotPrinted() throws Exception {
        var file = Files.writeString(folder.resolve("token"), "too-short\n");

        var typed = Typed.command("run", "--page", "--page-token-file", file.toString());

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err())
                .contains("--page: token: has 9 characters, expected 16 to 1024")
                .doesNotContain("too-short");
    }
}
