package io.raftelection.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that read slowly, or never, or send nonsense, beside one that reads. */
@Timeout(120)
final class HostileClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A client that blocks another one does so for ten seconds. The limit leaves room for a busy machine. */
    private static final Duration DELAY = Duration.ofSeconds(8);

    private static final String LONG = "x".repeat(1_000);

    private static Tracker tracker() {
        return Tracker.builder("orders")
                .historySize(100_000)
                .mailboxSize(100_000)
                .build();
    }

    private static void elect(LeadershipSink sink, int from, int terms) {
        for (int term = from + 1; term <= from + terms; term++) {
            sink.acquired(term);
            sink.lost(LONG);
        }
    }

    /** {@return how long it takes until an election is with a client that reads} */
    private static Duration election(LeadershipSink sink, StreamClient reader, int term) throws IOException {
        long start = System.nanoTime();
        elect(sink, term, 1);
        while (reader.next("message").words().stream()
                .noneMatch(word -> word.startsWith("s1 lost term " + (term + 1)))) {
            // Another batch.
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("raft-election-page"))
                .count();
    }

    @Test
    void slowClientLosesTheOldestEventsAndIsToldHowMany() throws Exception {
        try (var tracker = tracker();
                var page = LivePage.builder().events(500).start(tracker)) {
            var sink = tracker.track(ServerId.of("s1"));
            try (var slow = StreamClient.of(page.address());
                    var reader = StreamClient.of(page.address())) {
                reader.next("now");
                // It reads nothing until events were dropped for it.
                int term = 0;
                for (long end = System.nanoTime() + LIMIT.toNanos(); page.dropped() < 1_000; term += 100) {
                    assertThat(System.nanoTime()).isLessThan(end);
                    elect(sink, term, 100);
                    reader.words(200);
                }
                election(sink, reader, term);

                long received = 0;
                long dropped = 0;
                long next = 0;
                while (received + dropped < 2L * (term + 1)) {
                    var message = slow.next();
                    if (message.event().equals("gap")) {
                        dropped += message.data().get("dropped").asLong();
                        next = message.data().get("next").asLong();
                        assertThat(message.data().get("to").asLong())
                                .isGreaterThan(message.data().get("from").asLong());
                    } else if (message.event().equals("message")) {
                        assertThat(message.data().get("first").asLong()).isEqualTo(next);
                        received += message.words().size();
                        next += message.words().size();
                    }
                }
                assertThat(dropped).isEqualTo(page.dropped()).isGreaterThanOrEqualTo(1_000);
                System.out.println("live page: a slow client received " + received + " events and lost " + dropped);
            }
        }
    }

    @Test
    void whatWaitsForASlowClientIsBoundedInBytes() throws Exception {
        try (var tracker = tracker();
                var other = tracker();
                var page = LivePage.builder().start(tracker)) {
            for (int i = 1; i < LivePage.MAX_GROUPS; i++) {
                page.add(other, "group " + i);
            }
            var sink = tracker.track(ServerId.of("s1"));
            try (var slow = StreamClient.of(page.address());
                    var reader = StreamClient.of(page.address())) {
                slow.next("now");
                reader.next("now");
                // These are less than the events that may wait.
                for (int term = 0; term < 9_000 && page.dropped() == 0; term += 100) {
                    elect(sink, term, 100);
                    reader.words(200);
                }

                assertThat(page.dropped()).isPositive();
            }
        }
    }

    @Test
    void clientsThatNeverReadAreCutAndDelayNobody() throws Exception {
        try (var tracker = tracker();
                var page = LivePage.builder().events(500).start(tracker)) {
            var sink = tracker.track(ServerId.of("s1"));
            var stuck = new ArrayList<StreamClient>();
            for (int i = 0; i < 20; i++) {
                stuck.add(StreamClient.of(page.address()));
            }
            try (var reader = StreamClient.of(page.address())) {
                reader.next("now");
                long start = System.nanoTime();
                var slowest = Duration.ZERO;
                int term = 0;
                long most = 0;
                for (; page.clients() > 1; term += 101) {
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
                    elect(sink, term, 100);
                    reader.words(200);
                    var passed = election(sink, reader, term + 100);
                    slowest = slowest.compareTo(passed) > 0 ? slowest : passed;
                    most = Math.max(most, threads());
                }

                assertThat(slowest).isLessThan(DELAY);
                assertThat(most).isLessThanOrEqualTo(1 + 32 + 100);
                System.out.println("live page: 20 clients that never read were cut after "
                        + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s, with up to " + most
                        + " threads; the slowest of " + term / 101 + " elections took " + slowest.toMillis() + " ms");
            } finally {
                for (var client : stuck) {
                    client.close();
                }
            }
        }
    }

    @Test
    void thousandConnectionsThatSendNonsenseDelayNobodyForLong() throws Exception {
        try (var tracker = tracker();
                var page = LivePage.builder().start(tracker)) {
            var sink = tracker.track(ServerId.of("s1"));
            var random = new Random(7);
            List<Socket> sockets = new ArrayList<>();
            try (var reader = StreamClient.of(page.address())) {
                reader.next("now");
                for (int i = 0; i < 1_000; i++) {
                    sockets.add(nonsense(page.address(), i, random));
                }
                var elections = Duration.ZERO;
                for (int term = 0; term < 20; term++) {
                    var passed = election(sink, reader, term);
                    elections = elections.compareTo(passed) > 0 ? elections : passed;
                }
                long start = System.nanoTime();
                assertThat(get(page.address())).isEqualTo(200);
                var answered = Duration.ofNanos(System.nanoTime() - start);

                assertThat(elections).isLessThan(DELAY);
                assertThat(answered).isLessThan(Duration.ofSeconds(15));
                assertThat(threads()).isLessThanOrEqualTo(1 + 32 + 100);
                System.out.println("live page: beside 1000 connections, an election took at most "
                        + elections.toMillis() + " ms, and a new page " + answered.toMillis() + " ms");
            } finally {
                for (var socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    /** Opens a connection that sends nothing, half a request, a request with a body that never comes, or bytes. */
    private static Socket nonsense(URI page, int number, Random random) throws IOException {
        var socket = new Socket(page.getHost(), page.getPort());
        var garbage = new byte[2_000];
        random.nextBytes(garbage);
        var bytes = switch (number % 5) {
            case 0 -> new byte[0];
            case 1 -> "GET / HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.UTF_8);
            case 2 -> "G".getBytes(StandardCharsets.UTF_8);
            case 3 ->
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8);
            default -> garbage;
        };
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // The server closed it.
        }
        return socket;
    }

    private static int get(URI page) throws Exception {
        var request = HttpRequest.newBuilder(page).timeout(LIMIT).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
