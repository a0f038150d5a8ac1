package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that send nothing take no more than a bounded number of places, and not for long. */
@Timeout(120)
final class SilentConnectionsTest {
    private static final Pattern PAGE = Pattern.compile("^page: (http://127\\.0\\.0\\.1:\\d+/)$");

    /** More than the options of the JVM allow. */
    private static final int MANY = 3_100;

    /** A connection ends if its request is not complete after 5 s. The JDK's own limit is 30 s. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void pageIsBackAfterTooManyOfThem(@TempDir Path folder) throws Exception {
        var watch = Started.command(folder, "watch", "etcd", "127.0.0.1:1", "--page");
        var silent = new ArrayList<Socket>();
        try {
            var page = URI.create(PAGE.matcher(watch.awaitLine(PAGE)).replaceFirst("$1"));
            for (int i = 0; i < MANY; i++) {
                silent.add(new Socket(page.getHost(), page.getPort()));
            }
            long start = System.nanoTime();
            assertThat(isClosed(silent.get(MANY - 1)))
                    .as("the last one is closed")
                    .isTrue();

            var request =
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
            while (!isAnswered(request)) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
            }
        } finally {
            for (var socket : silent) {
                socket.close();
            }
            watch.terminate();
        }
        assertThat(watch.exitCode()).as(watch.all()).isEqualTo(128 + 15);
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(2_000);
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException e) {
            return true; // it was reset
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static boolean isAnswered(HttpRequest request) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // there is no place for it
        }
    }
}
